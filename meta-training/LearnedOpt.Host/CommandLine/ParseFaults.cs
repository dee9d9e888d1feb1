using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace LearnedOpt.Host;

/// <summary>One line for what is wrong with a command line, with the nearest valid word as a hint.</summary>
internal static partial class ParseFaults
{
    /// <summary>The first fault of a command line; null where it parsed.</summary>
    public static string? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var help = $"see '{string.Join(' ', Path(parsed.CommandResult))} --help'";
        // The parser takes a misspelt option for the value of whatever can have one more.
        var stray = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))?.Value;
        // Asked for help, the parser overlooks a command that does not exist.
        var isLost = command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count > 0;
        if (stray is null && parsed.Errors.Count == 0 && !isLost)
            return null;
        if (stray is null && parsed.UnmatchedTokens.Count == 0)
            return $"{Sentence(parsed.Errors[0].Message)}; {help}";

        var word = stray ?? parsed.UnmatchedTokens[0];
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

    // The parser's messages begin with a capital, end with a point and list choices on lines of their own.
    private static string Sentence(string message)
    {
        var words = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        words = ExpectedType().Replace(words, match => match.Groups[1].Value is "Double" or "Single" ? "a number" : "a whole number");
        return words.Length == 0 ? words : char.ToLowerInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex(@"expected type 'System\.(Double|Single|U?Int\d+)'")]
    private static partial Regex ExpectedType();

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
