using System.Globalization;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Tasks;

/// <summary>
/// A task name as the user wrote it, options included: <c>transformer/words-8?vocabulary=4096&amp;text=wikitext-2</c>. The
/// task's factory asks for the options it knows; options that nobody asked for are refused.
/// </summary>
public sealed class TaskRequest
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">An option is not of the form key=value, or given twice.</exception>
    public TaskRequest(string text, DataFolder folder)
    {
        (Text, Folder) = (text, folder);
        var parts = text.Split('?', 2);
        Name = parts[0];
        foreach (var option in parts.Skip(1).SelectMany(options => options.Split('&')))
        {
            var pair = option.Split('=', 2);
            if (pair.Length < 2 || pair[0].Length == 0 || !_options.TryAdd(pair[0], pair[1]))
                throw new ArgumentException($"task '{text}': options are written once each as {Name}?key=value&key=value; received '{option}'.");
        }
    }

    /// <summary>Name and options.</summary>
    public string Text { get; }

    /// <summary>Name without options.</summary>
    public string Name { get; }

    public DataFolder Folder { get; }

    /// <summary>A whole number of at least 1.</summary>
    public int Count(string option, int standard) => Read(option, standard, "a whole number of at least 1", text => CountOrNull(text));

    /// <summary>Whole numbers of at least 1, written 64x32; none: 0.</summary>
    public IReadOnlyList<int> Counts(string option, params IReadOnlyList<int> standard) => Read(option, standard, "whole numbers such as 64x32", text =>
    {
        int?[] counts = text == "0" ? [] : [.. text.Split('x').Select(CountOrNull)];
        return counts.Contains(null) ? null : counts.Select(count => count!.Value).ToArray();
    });

    /// <summary>A number of at least <paramref name="least"/>.</summary>
    public double Number(string option, double standard, double least) => Read(option, standard, $"a number of at least {least.ToString(CultureInfo.InvariantCulture)}",
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && double.IsFinite(value) ? value : (double?)null);

    /// <summary>One of an enumeration's names, in lower case.</summary>
    public T Choice<T>(string option, T standard) where T : struct, Enum => Read(option, standard,
        $"one of {string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()))}",
        text => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => value.ToString()!.ToLowerInvariant() == text));

    /// <summary>A word.</summary>
    public string Word(string option, string standard) => Read(option, standard, "a word", text => text.Length > 0 ? text : null);

    private static int? CountOrNull(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 ? value : null;

    private T Read<T>(string option, T standard, string expected, Func<string, object?> parse)
    {
        _known.Add(option);
        if (!_options.TryGetValue(option, out var text)) return standard;
        return (T)(parse(text) ?? throw new ArgumentException($"task '{Text}': {option} must be {expected}; received '{text}'."));
    }

    /// <exception cref="ArgumentException">There are options that no call has asked for.</exception>
    public void RefuseUnknown()
    {
        var unknown = _options.Keys.Except(_known).ToList();
        if (unknown.Count > 0)
            throw new ArgumentException($"task '{Name}' has no option {string.Join(", ", unknown)}; it has {(_known.Count == 0 ? "none" : string.Join(", ", _known))}.");
    }
}
