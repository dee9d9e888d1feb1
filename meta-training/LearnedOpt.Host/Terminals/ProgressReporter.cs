using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LearnedOpt.Host;

/// <summary>
/// Shows a long command's progress: a live table on a terminal, a plain line every few seconds elsewhere. One thread
/// of its own draws, by asking for a snapshot; the working threads never write and never wait for the terminal.
/// </summary>
internal sealed class ProgressReporter : IDisposable
{
    private const int MaxQueuedNotes = 1000;
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(250);

    private readonly Terminal terminal;
    private readonly string title;
    private readonly Func<ProgressSnapshot> snapshot;
    private readonly TimeSpan plainInterval;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<string> notes = new();
    private readonly ManualResetEventSlim stop = new();
    private readonly Thread renderer;
    private int droppedNotes;

    /// <param name="terminal">Where to draw; nothing else may write there until disposal.</param>
    /// <param name="title">The job, in a word or two.</param>
    /// <param name="snapshot">Called on the drawing thread; must be cheap and safe against the working threads.</param>
    /// <param name="plainInterval">Between plain lines; default 5 s.</param>
    public ProgressReporter(Terminal terminal, string title, Func<ProgressSnapshot> snapshot, TimeSpan? plainInterval = null)
    {
        this.terminal = terminal;
        this.title = title;
        this.snapshot = snapshot;
        this.plainInterval = plainInterval ?? TimeSpan.FromSeconds(5);
        if (terminal.IsLive)
            terminal.Display = this;
        renderer = new Thread(Draw) { IsBackground = true, Name = "progress" };
        renderer.Start();
    }

    /// <summary>A line that stays, such as a saved file or a warning. Returns at once; drops and counts when flooded.</summary>
    public void Note(string line)
    {
        if (notes.Count < MaxQueuedNotes)
            notes.Enqueue(line);
        else
            Interlocked.Increment(ref droppedNotes);
    }

    /// <summary>Draws the last state and ends the thread. The terminal is free afterwards.</summary>
    public void Dispose()
    {
        if (stop.IsSet)
            return;
        stop.Set();
        renderer.Join();
        terminal.Display = null;
        stop.Dispose();
    }

    /// <summary>One state as one line: <c>title  12 %  0:34, 4:10 left  loss 0.123</c>.</summary>
    internal static string FormatLine(string title, TimeSpan elapsed, ProgressSnapshot state)
    {
        var fields = string.Concat(state.Fields.Select(field => $"  {field.Name} {field.Value}"));
        return $"{title}  {FormatTime(elapsed, state.Fraction, state.Left)}{fields}";
    }

    internal static string FormatTime(TimeSpan elapsed, double? fraction, TimeSpan? left = null)
    {
        if (fraction is not { } done || !double.IsFinite(done))
            return Clock(elapsed);
        done = Math.Clamp(done, 0, 1);
        var percent = (100 * done).ToString("0", CultureInfo.InvariantCulture) + " %";
        if (left is { } known && done < 1) return $"{percent}  {Clock(elapsed)}, {Clock(known)} left";
        // Below one percent the extrapolation is noise.
        return done is < 0.01 or >= 1
            ? $"{percent}  {Clock(elapsed)}"
            : $"{percent}  {Clock(elapsed)}, {Clock(elapsed * ((1 - done) / done))} left";
    }

    private static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}"
        : $"{time.Minutes}:{time.Seconds:00}";

    private void Draw()
    {
        try
        {
            if (terminal.IsLive)
                DrawLive();
            else
                DrawPlain();
        }
        catch (IOException)
        {
            // The reader of our output has gone (`| head`). The work goes on without a display.
        }
    }

    private void DrawPlain()
    {
        while (!stop.Wait(plainInterval))
        {
            WriteNotes();
            terminal.Writer.WriteLine(FormatLine(title, clock.Elapsed, snapshot()));
        }
        WriteNotes();
        terminal.Writer.WriteLine(FormatLine(title, clock.Elapsed, snapshot()));
        terminal.Writer.Flush();
    }

    private void WriteNotes()
    {
        foreach (var note in TakeNotes())
            terminal.Writer.WriteLine(note);
    }

    private void DrawLive() =>
        terminal.Ansi.Live(Picture()).AutoClear(false).Start(live =>
        {
            bool stopping;
            do
            {
                stopping = stop.Wait(LiveInterval);
                foreach (var note in TakeNotes())
                    terminal.Ansi.WriteLine(note); // Inside Live, Spectre moves the display below what is written.
                live.UpdateTarget(Picture());
            }
            while (!stopping);
        });

    private IRenderable Picture()
    {
        var state = snapshot();
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        grid.AddRow(new Text(title, new Style(decoration: Decoration.Bold)), new Text(FormatTime(clock.Elapsed, state.Fraction, state.Left)));
        if (state.Fraction is { } done && double.IsFinite(done))
            grid.AddRow(new Text(""), new BreakdownChart().HideTags().Width(40)
                .AddItem("done", Math.Clamp(done, 0, 1), Color.Green)
                .AddItem("left", 1 - Math.Clamp(done, 0, 1), Color.Grey));
        foreach (var (name, value) in state.Fields)
            grid.AddRow(new Text(name), new Text(value));
        return grid;
    }

    private IEnumerable<string> TakeNotes()
    {
        while (notes.TryDequeue(out var note))
            yield return note;
        if (Interlocked.Exchange(ref droppedNotes, 0) is > 0 and var dropped)
            yield return $"({dropped} lines not shown)";
    }
}
