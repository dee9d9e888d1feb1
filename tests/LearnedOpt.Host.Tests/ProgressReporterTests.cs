namespace LearnedOpt.Host.Tests;

public class ProgressReporterTests
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(5);

    [Fact]
    public void TheLastStateIsShownHoweverShortTheJob()
    {
        var text = new StringWriter();
        using (new ProgressReporter(Plain(text), "job", () => new ProgressSnapshot(1, [("loss", "0.5")]), TimeSpan.FromHours(1)))
        {
        }
        Assert.Equal("job  100 %  0:00  loss 0.5", text.ToString().TrimEnd());
    }

    [Fact]
    public void NotesComeInOrderAndNoneIsLost()
    {
        var text = new StringWriter();
        using (var reporter = new ProgressReporter(Plain(text), "job", Empty, Often))
        {
            for (var i = 0; i < 200; i++)
                reporter.Note($"note {i}");
        }
        var notes = text.ToString().Split('\n').Where(line => line.StartsWith("note ", StringComparison.Ordinal)).Select(line => line.TrimEnd());
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"note {i}"), notes);
    }

    [Fact]
    public void AFloodOfNotesIsCountedAndNotKept()
    {
        var text = new StringWriter();
        using (var reporter = new ProgressReporter(Plain(text), "job", Empty, TimeSpan.FromHours(1)))
        {
            for (var i = 0; i < 1500; i++)
                reporter.Note("x");
        }
        Assert.Contains("(500 lines not shown)", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AReaderThatWentAwayDoesNotStopTheWork()
    {
        using var reporter = new ProgressReporter(Plain(new ClosedPipe()), "job", Empty, Often);
        Thread.Sleep(50);
        reporter.Note("still here");
    }

    [Fact]
    public void ATerminalIsRedrawnAndItsCursorPutBack()
    {
        var text = new StringWriter();
        var terminal = Terminal.Create(text, redirected: false, plain: false, name => name == "TERM" ? "xterm" : null);
        using (new ProgressReporter(terminal, "job", () => new ProgressSnapshot(0.5, [("loss", "0.5")])))
        {
        }
        Assert.Contains("loss", text.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\u001b[?25h", text.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, null, "1:00")]
    [InlineData(3661, null, "1:01:01")]
    [InlineData(60, 0.5, "50 %  1:00, 1:00 left")]
    [InlineData(60, 0.25, "25 %  1:00, 3:00 left")]
    [InlineData(60, 0.001, "0 %  1:00")]
    [InlineData(60, 1.0, "100 %  1:00")]
    [InlineData(60, double.NaN, "1:00")]
    public void TimeLeftIsExtrapolated(int seconds, double? fraction, string expected) =>
        Assert.Equal(expected, ProgressReporter.FormatTime(TimeSpan.FromSeconds(seconds), fraction));

    private static ProgressSnapshot Empty() => new(null, []);

    private static Terminal Plain(TextWriter writer) => Terminal.Create(writer, redirected: true, plain: false, _ => null);

    private sealed class ClosedPipe : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("Broken pipe");
    }
}
