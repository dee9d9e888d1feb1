using System.CommandLine;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Host;

/// <summary>Options that several commands have, so that they read the same everywhere.</summary>
internal static class SharedOptions
{
    public const string PlainName = "--plain";

    /// <summary>On every command; read before parsing, since it decides how faults of parsing are printed.</summary>
    public static Option<bool> Plain() => new(PlainName)
    {
        Description = "Plain lines: no colours, no live display (also: NO_COLOR, TERM=dumb, redirected output)",
        Recursive = true,
    };

    /// <summary>Folder with data in its official formats; resolve it with <see cref="DataFolder.Resolve(string?)"/>.</summary>
    public static Option<string?> Data() => new("--data")
    {
        HelpName = "DIR",
        Description = $"Folder with data in its official formats (default: ${DataFolder.Variable}, else embedded data)",
    };

    /// <summary>Where a command writes what it makes.</summary>
    public static Option<string?> Out(string defaultDescription) => new("--out")
    {
        HelpName = "DIR",
        Description = $"Folder for what this command writes (default: {defaultDescription})",
    };
}
