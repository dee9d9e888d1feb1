namespace LearnedOpt.Host.Tests;

public class TerminalTests
{
    [Theory]
    [InlineData(false, false, "xterm", null, true)]
    [InlineData(true, false, "xterm", null, false)]
    [InlineData(false, true, "xterm", null, false)]
    [InlineData(false, false, "dumb", null, false)]
    [InlineData(false, false, "xterm", "true", false)]
    public void OnlyARealTerminalIsRedrawn(bool redirected, bool plain, string term, string? ci, bool live) =>
        Assert.Equal(live, Create(TextWriter.Null, redirected, plain, ("TERM", term), ("CI", ci)).IsLive);

    [Fact]
    public void NoColorTakesColoursAway()
    {
        var text = new StringWriter();
        var terminal = Create(text, false, false, ("TERM", "xterm-256color"), ("NO_COLOR", "1"));
        terminal.Ansi.Write(new Spectre.Console.Text("x", new Spectre.Console.Style(Spectre.Console.Color.Red)));
        Assert.DoesNotContain("\u001b[3", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[9", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheDoctorsReportHasNoEscapeCodesWhenRedirected()
    {
        var text = new StringWriter();
        DoctorReport.Write(Create(text, true, false), [new("a", "fine"), new("b", "missing", "get it")]);
        Assert.DoesNotContain('\u001b', text.ToString());
        Assert.Contains("a: fine", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("b: get it", text.ToString(), StringComparison.Ordinal);
    }

    private static Terminal Create(TextWriter writer, bool redirected, bool plain, params (string Name, string? Value)[] variables) =>
        Terminal.Create(writer, redirected, plain, name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
