using Spectre.Console;

namespace LearnedOpt.Host;

/// <summary>One output stream and what it can show.</summary>
internal sealed class Terminal
{
    private Terminal(TextWriter writer, bool isLive, bool hasColor)
    {
        Writer = writer;
        IsLive = isLive;
        Ansi = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isLive ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isLive && hasColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isLive ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
    }

    public TextWriter Writer { get; }

    /// <summary>Whether lines may be redrawn. Where not, nothing but plain text may be written.</summary>
    public bool IsLive { get; }

    /// <summary>For tables and live displays; use only when <see cref="IsLive"/>.</summary>
    public IAnsiConsole Ansi { get; }

    /// <summary>The live display that is drawing here; null while there is none.</summary>
    public ProgressReporter? Display { get; set; }

    private int Width => IsLive ? Ansi.Profile.Width : int.MaxValue;

    /// <summary>Writes sentences, broken at blanks to the width of a terminal; redirected, as one line.</summary>
    public void WriteText(string text)
    {
        foreach (var line in TextWrap.Lines(text, Width))
            Writer.WriteLine(line);
    }

    /// <summary>Writes a table that fits the terminal.</summary>
    public void WriteTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        foreach (var line in TextTable.Lines(columns, rows, Width))
            Writer.WriteLine(line);
    }

    public static Terminal ForOut(bool plain) =>
        Create(Console.Out, Console.IsOutputRedirected, plain, Environment.GetEnvironmentVariable);

    public static Terminal ForError(bool plain) =>
        Create(Console.Error, Console.IsErrorRedirected, plain, Environment.GetEnvironmentVariable);

    /// <summary>A stream is live unless redirected, asked to be plain, run by a build server or on a dumb terminal.</summary>
    internal static Terminal Create(TextWriter writer, bool redirected, bool plain, Func<string, string?> variable)
    {
        bool IsSet(string name) => !string.IsNullOrEmpty(variable(name));
        var dumb = variable("TERM") == "dumb" || (!OperatingSystem.IsWindows() && !IsSet("TERM"));
        var live = !redirected && !plain && !dumb && !IsSet("CI");
        return new Terminal(writer, live, hasColor: !IsSet("NO_COLOR"));
    }

    /// <summary>Puts back the cursor that a live display hides.</summary>
    public void ShowCursor()
    {
        if (IsLive)
            Writer.Write("\u001b[?25h");
    }
}
