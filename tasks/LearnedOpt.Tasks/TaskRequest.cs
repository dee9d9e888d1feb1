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
    public int Count(string option, int standard)
    {
        _known.Add(option);
        if (!_options.TryGetValue(option, out var text)) return standard;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1
            ? value
            : throw new ArgumentException($"task '{Text}': {option} must be a whole number of at least 1; received '{text}'.");
    }

    /// <summary>A word.</summary>
    public string Word(string option, string standard)
    {
        _known.Add(option);
        return _options.GetValueOrDefault(option, standard);
    }

    /// <exception cref="ArgumentException">There are options that no call has asked for.</exception>
    public void RefuseUnknown()
    {
        var unknown = _options.Keys.Except(_known).ToList();
        if (unknown.Count > 0)
            throw new ArgumentException($"task '{Name}' has no option {string.Join(", ", unknown)}; it has {(_known.Count == 0 ? "none" : string.Join(", ", _known))}.");
    }
}
