using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>
/// One section of a configuration, read strictly: records ask for the keys they know, each with its default and its range;
/// what does not fit is noted as a fault and the default taken, so that one reading finds every fault; keys that nobody
/// asked for are faults too.
/// </summary>
public sealed class ConfigurationSection
{
    private readonly JsonObject _values;
    private readonly string _path;
    private readonly List<string> _faults;
    private readonly List<string> _known = [];
    private readonly List<ConfigurationSection> _sections = [];

    private ConfigurationSection(JsonObject values, string path, List<string> faults) => (_values, _path, _faults) = (values, path, faults);

    /// <summary>Reads a whole configuration.</summary>
    /// <exception cref="ConfigurationException">Names all faults.</exception>
    public static T Read<T>(string source, JsonObject root, Func<ConfigurationSection, T> read)
    {
        var section = new ConfigurationSection(root, "", []);
        var result = read(section);
        section.RefuseUnknown();
        return section._faults.Count == 0 ? result : throw new ConfigurationException(source, section._faults);
    }

    /// <summary>A section inside this one; empty where it is absent.</summary>
    public ConfigurationSection Section(string key)
    {
        var node = Node(key);
        if (node is not null and not JsonObject) Fault(key, "a section { ... }", node);
        var section = new ConfigurationSection(node as JsonObject ?? [], _path + key + ".", _faults);
        _sections.Add(section);
        return section;
    }

    /// <summary>A finite number of at least <paramref name="least"/> and at most <paramref name="most"/>.</summary>
    public double Number(string key, double standard, double least, double most) =>
        Node(key) is { } node ? Number(key, node, least, most) ?? standard : standard;

    /// <summary>As <see cref="Number(string, double, double, double)"/>, or null where it is absent.</summary>
    public double? NumberOrNone(string key, double least, double most) => Node(key) is { } node ? Number(key, node, least, most) : null;

    /// <summary>A whole number of at least <paramref name="least"/> and at most <paramref name="most"/>.</summary>
    public long Count(string key, long standard, long least, long most) => CountOrNone(key, least, most) ?? standard;

    /// <summary>As <see cref="Count"/>, or null where it is absent.</summary>
    public long? CountOrNone(string key, long least, long most)
    {
        if (Node(key) is not { } node) return null;
        // As a double, so that 1e6 is a whole number too.
        if (Number(node) is { } value && value == Math.Floor(value) && Math.Abs(value) <= 1L << 53 && value >= least && value <= most) return (long)value;
        Fault(key, most == long.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}", node);
        return null;
    }

    /// <summary>A word.</summary>
    public string Word(string key, string standard) => WordOrNone(key) ?? standard;

    /// <summary>A word, or null where it is absent.</summary>
    public string? WordOrNone(string key)
    {
        if (Node(key) is not { } node) return null;
        if (node.GetValueKind() == JsonValueKind.String) return node.GetValue<string>();
        Fault(key, "text in quotes", node);
        return null;
    }

    /// <summary>One of a few words.</summary>
    public string Choice(string key, string standard, IReadOnlyCollection<string> choices)
    {
        if (Node(key) is not { } node) return standard;
        if (node.GetValueKind() == JsonValueKind.String && choices.Contains(node.GetValue<string>())) return node.GetValue<string>();
        Fault(key, "one of " + string.Join(", ", choices), node);
        return standard;
    }

    /// <summary>One value of an enumeration, by its name in small letters.</summary>
    public T Choice<T>(string key, T standard) where T : struct, Enum =>
        Enum.Parse<T>(Choice(key, CamelCase(standard.ToString()), [.. Enum.GetNames<T>().Select(CamelCase)]), ignoreCase: true);

    public bool Flag(string key, bool standard)
    {
        if (Node(key) is not { } node) return standard;
        if (node.GetValueKind() is JsonValueKind.True or JsonValueKind.False) return node.GetValue<bool>();
        Fault(key, "true or false", node);
        return standard;
    }

    /// <summary>At least one word, unless none is the default; a single word may stand without brackets.</summary>
    public IReadOnlyList<string> Words(string key, params IReadOnlyList<string> standard)
    {
        if (Node(key) is not { } node) return standard;
        JsonNode?[] items = node is JsonArray array ? [.. array] : [node];
        if ((items.Length > 0 || standard.Count == 0) && items.All(item => item?.GetValueKind() == JsonValueKind.String)) return [.. items.Select(item => item!.GetValue<string>())];
        Fault(key, "a list of names in quotes", node);
        return standard;
    }

    /// <summary>A section whose keys are somebody else's to check; null where it is absent.</summary>
    public JsonObject? Raw(string key)
    {
        var node = Node(key);
        if (node is not null and not JsonObject) Fault(key, "a section { ... }", node);
        return (node as JsonObject)?.DeepClone() as JsonObject;
    }

    /// <summary>Notes a fault of a rule that concerns several keys.</summary>
    public void Require(bool holds, string fault)
    {
        if (!holds) _faults.Add(fault);
    }

    private JsonNode? Node(string key)
    {
        _known.Add(key);
        return _values[key];
    }

    private double? Number(string key, JsonNode node, double least, double most)
    {
        if (Number(node) is { } value && value >= least && value <= most) return value;
        Fault(key, double.IsPositiveInfinity(most) ? $"a number of at least {Text(least)}" : $"a number from {Text(least)} to {Text(most)}", node);
        return null;
    }

    private static double? Number(JsonNode node) =>
        node.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue(out double value) && double.IsFinite(value) ? value : null;

    private void Fault(string key, string expected, JsonNode received)
    {
        var text = received.ToJsonString();
        _faults.Add($"{_path}{key} must be {expected}; received {(text.Length > 60 ? text[..60] + "..." : text)}");
    }

    private void RefuseUnknown()
    {
        foreach (var (key, _) in _values.Where(pair => !_known.Contains(pair.Key)))
            _faults.Add($"there is no key '{_path}{key}'; {(_path.Length == 0 ? "there are" : _path.TrimEnd('.') + " has")} {string.Join(", ", _known)}");
        foreach (var section in _sections) section.RefuseUnknown();
    }

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Text(double value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}
