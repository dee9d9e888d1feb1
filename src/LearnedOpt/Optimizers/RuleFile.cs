using System.Globalization;
using LearnedOpt.Checkpoints;
using LearnedOpt.WeightSpaces;

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
    private const long LargestBytes = 16 << 20;

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

    /// <summary>Reads a file that <see cref="Write"/> made, of 16 MiB at most; no rule has a theta that large.</summary>
    /// <exception cref="CheckpointException">Missing, damaged, foreign, of a newer version, or of a rule that does not fit.</exception>
    public static RuleFile Read(string path)
    {
        var header = SafeTensors.ReadHeader(path);
        if (header.Metadata.GetValueOrDefault("format") != Format)
            throw new CheckpointException(path, $"metadata format '{Format}'", CheckpointException.Quote(header.Metadata.GetValueOrDefault("format") ?? "none"), "give a weights file that LearnedOpt wrote");
        return Make(SafeTensors.Read(path, LargestBytes));
    }

    /// <summary>As <see cref="Read(string)"/>, from a stream that can seek; <paramref name="source"/> is what messages call it.</summary>
    internal static RuleFile ReadFrom(string source, Stream stream) => Make(SafeTensors.ReadFrom(source, stream, LargestBytes));

    private static RuleFile Make(SafeTensorsFile file)
    {
        var rule = MakeRule(file);
        var theta = new float[rule.Theta.Count];
        foreach (var array in rule.Theta.Arrays)
        {
            var values = file.Singles(array.Name, [.. array.Shape.Select(extent => (long)extent)]);
            if (values.Any(value => !float.IsFinite(value)))
                throw new CheckpointException(file.Path, $"finite values in '{array.Name}'", "NaN or infinity", "meta-training diverged: take an earlier file");
            values.CopyTo(theta, array.Offset);
        }

        return new RuleFile(rule, theta, file.Metadata.Where(entry => entry.Key.StartsWith(CardPrefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[CardPrefix.Length..], entry => entry.Value));
    }

    /// <summary>The same theta for training of a given length; rules without a schedule of their own are as before.</summary>
    /// <param name="totalSteps">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public RuleFile WithHorizon(long totalSteps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        return Rule is IHorizonRule rule ? this with { Rule = rule.WithHorizon(totalSteps) } : this;
    }

    private static IUpdateRule MakeRule(SafeTensorsFile file)
    {
        var version = file.Text("format_version");
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > Version)
            throw new CheckpointException(file.Path, $"format version 1 to {Version}", CheckpointException.Quote(version), "update LearnedOpt");
        var rule = MakeRule(file.Path, file.Text("rule"), file.Text("settings"));
        if (file.Tensors.Count != rule.Theta.Arrays.Count)
            throw new CheckpointException(file.Path, $"the {rule.Theta.Arrays.Count} arrays of the rule '{rule.Name}'", $"{file.Tensors.Count}", "the file was changed: take another one");
        return rule;
    }

    private static IUpdateRule MakeRule(string path, string name, string settings)
    {
        try
        {
            return UpdateRules.Create(name, settings);
        }
        catch (Exception fault) when (fault is ArgumentException or OverflowException or WeightSpaceException)
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
