using System.CommandLine;
using System.CommandLine.Parsing;

namespace LearnedOpt.Host;

/// <summary>One line for what is wrong with a command line, with the nearest valid word as a hint.</summary>
internal static class ParseFaults
{
    /// <summary>Describes the first fault of a command line that did not parse.</summary>
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = string.Join(' ', Path(parsed.CommandResult));
        var help = $"see '{path} --help'";
        if (parsed.UnmatchedTokens.Count == 0)
            return $"{parsed.Errors[0].Message.TrimEnd('.')}; {help}";

        var word = parsed.UnmatchedTokens[0];
        var isOption = word.StartsWith('-');
        var known = isOption ? OptionNames(parsed.CommandResult) : command.Subcommands.Select(sub => sub.Name);
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        var hint = Nearest(word.Split('=')[0], known) is { } near ? $"did you mean '{near}'? " : "";
        return $"unknown {kind} '{word}'; {hint}{help}";
    }

    /// <summary>The word at the smallest edit distance, if it is near enough to be a slip of the hand.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var best = known.Select(name => (Name: name, Distance: EditDistance(word, name)))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Name, StringComparer.Ordinal).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, word.Length / 3) ? best.Name : null;
    }

    /// <summary>Levenshtein distance: insertions, deletions and substitutions.</summary>
    public static int EditDistance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[b.Length];
    }

    private static IEnumerable<string> Path(CommandResult result)
    {
        var names = new List<string>();
        for (SymbolResult? at = result; at is CommandResult command; at = at.Parent)
            names.Insert(0, command.Parent is null ? "learnedopt" : command.Command.Name);
        return names;
    }

    private static IEnumerable<string> OptionNames(CommandResult result)
    {
        for (SymbolResult? at = result; at is CommandResult command; at = at.Parent)
            foreach (var option in command.Command.Options)
                if (at == result || option.Recursive)
                    yield return option.Name;
    }
}
