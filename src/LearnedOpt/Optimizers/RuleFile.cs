using System.Globalization;
using LearnedOpt.Checkpoints;

namespace LearnedOpt.Optimizers;

/// <summary>
/// A trained update rule on disk: safetensors with one tensor for each array of theta, and metadata that says which rule,
/// with which settings, and how it was trained. Python reads it with the safetensors package.
/// </summary>
/// <param name="Rule">The rule, made as the file says.</param>
/// <param name="Theta">Its meta-parameters.</param>
/// <param name="Card">How it was trained: tasks, horizon, command, figures.</param>
public sealed record RuleFile(IUpdateRule Rule, float[] Theta, IReadOnlyDictionary<string, string> Card)
{
    private const string Format = "learnedopt-rule", CardPrefix = "card.";
    private const int Version = 1;

    /// <summary>Writes a file, all or nothing.</summary>
    /// <param name="path">Replaced if it exists.</param>
    /// <param name="rule">What theta belongs to.</param>
    /// <param name="theta">Of the rule's layout.</param>
    /// <param name="card">How it was trained.</param>
    /// <exception cref="IOException">It could not be written; an old file is as it was.</exception>
    /// <exception cref="ArgumentException">Theta has another length, or values that are not finite.</exception>
    public static void Write(string path, IUpdateRule rule, ReadOnlySpan<float> theta, IReadOnlyDictionary<string, string> card)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(card);
        rule.Theta.RequireLength(theta.Length);
        var tensors = new List<StoredTensor>();
        foreach (var array in rule.Theta.Arrays)
        {
            var values = theta.Slice(array.Offset, array.Count);
            RequireFinite(values, array.Name);
            tensors.Add(StoredTensor.Create(array.Name, values, [.. array.Shape.Select(extent => (long)extent)]));
        }

        var metadata = card.ToDictionary(entry => CardPrefix + entry.Key, entry => entry.Value);
        metadata["format"] = Format;
        metadata["format_version"] = Version.ToString(CultureInfo.InvariantCulture);
        metadata["rule"] = rule.Name;
        metadata["settings"] = rule.Settings;
        SafeTensors.Write(path, tensors, metadata);
    }

    /// <summary>Reads a file that <see cref="Write"/> made.</summary>
    /// <exception cref="CheckpointException">Missing, damaged, foreign, of a newer version, or of a rule that does not fit.</exception>
    public static RuleFile Read(string path)
    {
        var header = SafeTensors.ReadHeader(path);
        if (header.Metadata.GetValueOrDefault("format") != Format)
            throw new CheckpointException(path, $"metadata format '{Format}'", $"'{header.Metadata.GetValueOrDefault("format") ?? "none"}'", "give a weights file that LearnedOpt wrote");
        var file = SafeTensors.Read(path);
        if (!int.TryParse(file.Text("format_version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version is < 1 or > Version)
            throw new CheckpointException(path, $"format version 1 to {Version}", $"'{file.Text("format_version")}'", "update LearnedOpt");
        var rule = MakeRule(path, file.Text("rule"), file.Text("settings"));
        var theta = new float[rule.Theta.Count];
        foreach (var array in rule.Theta.Arrays)
        {
            var values = file.Singles(array.Name, [.. array.Shape.Select(extent => (long)extent)]);
            if (values.Any(value => !float.IsFinite(value)))
                throw new CheckpointException(path, $"finite values in '{array.Name}'", "NaN or infinity", "meta-training diverged: take an earlier file");
            values.CopyTo(theta, array.Offset);
        }

        return new RuleFile(rule, theta, file.Metadata.Where(entry => entry.Key.StartsWith(CardPrefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[CardPrefix.Length..], entry => entry.Value));
    }

    private static IUpdateRule MakeRule(string path, string name, string settings)
    {
        try
        {
            return UpdateRules.Create(name, settings);
        }
        catch (ArgumentException fault)
        {
            throw new CheckpointException(path, "an update rule of this version", fault.Message.TrimEnd('.'), "update LearnedOpt, or take another file", fault);
        }
    }

    private static void RequireFinite(ReadOnlySpan<float> values, string name)
    {
        foreach (var value in values)
            if (!float.IsFinite(value)) throw new ArgumentException($"theta '{name}' must be finite; received {value}.");
    }
}
