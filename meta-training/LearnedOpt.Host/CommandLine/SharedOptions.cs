using System.CommandLine;
using System.Globalization;
using LearnedOpt.Tasks;
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

    /// <summary>A number with a point. The parser's own reading would take "1,5" for fifteen.</summary>
    public static Option<double> Number(string name, string description, double defaultValue) => new(name)
    {
        HelpName = "N",
        Description = description,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                result.AddError($"cannot read '{text}' for option '{name}' as a number; write it like 0.5");
            return value;
        },
    };

    /// <summary>An inner problem by its registry name.</summary>
    public static Option<string> Task(string name)
    {
        var option = new Option<string>("--task")
        {
            HelpName = "NAME",
            Description = "Inner problem; './learnedopt tasks' lists them",
            DefaultValueFactory = _ => name,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } given && !TaskRegistry.Names.Contains(given))
                result.AddError(
                    $"unknown task '{given}'; {(ParseFaults.Nearest(given, TaskRegistry.Names) is { } near ? $"did you mean '{near}'?" : "tasks are " + string.Join(", ", TaskRegistry.Names))}");
        });
        return option;
    }

    /// <summary>Where a command writes what it makes.</summary>
    public static Option<string?> Out(string defaultDescription) => new("--out")
    {
        HelpName = "DIR",
        Description = $"Folder for what this command writes (default: {defaultDescription})",
    };

    /// <summary>Several values after one name.</summary>
    public static Option<T[]> Several<T>(string name, string description, T[] standard) => new(name)
    {
        Description = description,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => standard,
    };
}
