using System.CommandLine;

namespace LearnedOpt.Host;

/// <summary>Options that several commands have, so that they read the same everywhere.</summary>
internal static class SharedOptions
{
    public const string PlainName = "--plain";

    public const string DataVariable = "LEARNEDOPT_DATA";

    /// <summary>On every command; read before parsing, since it decides how faults of parsing are printed.</summary>
    public static Option<bool> Plain() => new(PlainName)
    {
        Description = "Plain lines: no colours, no live display (also: NO_COLOR, TERM=dumb, redirected output)",
        Recursive = true,
    };

    /// <summary>Folder with data in its official formats; null where neither the option nor the variable is given.</summary>
    public static Option<string?> Data()
    {
        var option = new Option<string?>("--data")
        {
            HelpName = "DIR",
            Description = $"Folder with data in its official formats (default: ${DataVariable}, else embedded data)",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } folder ? folder : null,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } folder && !Directory.Exists(folder))
                throw UserFaultException.ForData(
                    $"data folder '{folder}' does not exist; give --data a folder that holds mnist/, cifar-10-batches-bin/ or text/, or leave it out for embedded data");
        });
        return option;
    }

    /// <summary>Where a command writes what it makes.</summary>
    public static Option<string?> Out(string defaultDescription) => new("--out")
    {
        HelpName = "DIR",
        Description = $"Folder for what this command writes (default: {defaultDescription})",
    };
}
