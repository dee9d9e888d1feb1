namespace LearnedOpt.Host;

/// <summary>What every command is given: where to write, when to stop, where the repository is.</summary>
internal sealed class ProgramContext
{
    /// <summary>Results, and progress of commands that print no machine-readable output.</summary>
    public required Terminal Out { get; init; }

    /// <summary>Faults, and progress of commands whose output a program reads (<c>--json</c>).</summary>
    public required Terminal Error { get; init; }

    /// <summary>Set by the first Ctrl-C or SIGTERM: finish the step, save, return <see cref="ExitCode.Ok"/>.</summary>
    public required CancellationToken Stop { get; init; }

    /// <summary>
    /// Folder with <c>configs/</c> and <c>pretrained/</c>: the nearest one above the program that holds the solution,
    /// else the program's own folder.
    /// </summary>
    public string Home { get; } = FindHome(AppContext.BaseDirectory);

    private static string FindHome(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LearnedOpt.sln")))
                return folder.FullName;
        return start;
    }
}
