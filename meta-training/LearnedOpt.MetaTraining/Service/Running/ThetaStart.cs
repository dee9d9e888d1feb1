using System.Text.Json;
using System.Text.Json.Nodes;
using LearnedOpt.Functionals;
using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>
/// Begins a rule's theta at trained weights of its family, of the same sizes or smaller ones. Arrays are matched by name. In
/// an array that has grown, the outputs (last axis) that the weights have get their values, and zero from inputs that the
/// weights lack; further outputs stay as the rule initialised them. So a rule with more channels, or with an equivariant
/// part that the weights lack, begins as the function that was trained.
/// </summary>
internal static class ThetaStart
{
    private static readonly string[][] Families = [["unf-adam", "pointwise-adam"], ["unf", "unf-tied", "deepset"]];

    /// <summary>Weights that a configuration begins at.</summary>
    /// <param name="start">A file, or the name of weights that come with the library.</param>
    /// <exception cref="IOException">There is no such file, or it holds no weights.</exception>
    public static RuleFile Read(string start)
    {
        if (File.Exists(start)) return RuleFile.Read(start);
        if (PretrainedWeights.Names.Contains(start)) return PretrainedWeights.Read(start);
        throw new FileNotFoundException($"rule.start: there is no file '{start}', and weights that come with the library are {string.Join(", ", PretrainedWeights.Names)}; give one of either");
    }

    /// <summary>What weights files call the start: a name, a path below the current folder, or a bare file name.</summary>
    public static string Portable(string start)
    {
        if (!Path.IsPathRooted(start) && !start.Split('/', '\\').Contains("..")) return start;
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, Path.GetFullPath(start)).Replace('\\', '/');
        return Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(start) : relative;
    }

    /// <summary>Takes over what fits.</summary>
    /// <param name="theta">As the rule initialises it.</param>
    /// <param name="rule">What theta belongs to.</param>
    /// <param name="weights">Where to begin.</param>
    /// <returns>What a person should know: arrays that did not fit or have grown, settings that differ.</returns>
    /// <exception cref="ArgumentException">The weights are of another family, or nothing of them fits.</exception>
    public static IReadOnlyList<string> Take(Span<float> theta, IUpdateRule rule, RuleFile weights)
    {
        if (rule.Name != weights.Rule.Name && !Families.Any(family => family.Contains(rule.Name) && family.Contains(weights.Rule.Name)))
            throw new ArgumentException($"weights are of {weights.Rule.Name}, which has no array in common with {rule.Name}; take others, or change rule.name to match them");
        var (same, grown, anew) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var array in rule.Theta.Arrays)
        {
            var source = weights.Rule.Theta.Arrays.FirstOrDefault(other => other.Name == array.Name);
            var into = theta.Slice(array.Offset, array.Count);
            if (IsLast(array, rule, weights.Rule))
                (TryRepeat(into, array, rule, weights) ? grown : anew).Add(array.Name);
            else if (source is null || !Fits(source.Shape, array.Shape)) anew.Add(array.Name);
            else
            {
                Embed(weights.Theta.AsSpan(source.Offset, source.Count), source.Shape, into, array.Shape);
                (source.Count == array.Count ? same : grown).Add(array.Name);
            }
        }

        if (same.Count + grown.Count == 0) throw new ArgumentException("no array of the weights fits; take others, or change rule.settings to match them");
        List<string> notes = [];
        if (grown.Count > 0) notes.Add($"grown, with nothing from what the weights lack: {string.Join(", ", grown)}");
        if (anew.Count > 0) notes.Add($"begun anew: {string.Join(", ", anew)}");
        if (Differences(weights.Rule.Settings, rule.Settings) is { Count: > 0 } differences) notes.Add($"trained under other settings: {string.Join(", ", differences)}");
        return notes;
    }

    private static bool Fits(IReadOnlyList<int> source, IReadOnlyList<int> target) =>
        source.Count == target.Count && source.Zip(target).All(extents => extents.First <= extents.Second);

    /// <summary>Puts an array into the corner of a larger one; see the class for what is beyond it.</summary>
    private static void Embed(ReadOnlySpan<float> source, IReadOnlyList<int> sourceShape, Span<float> target, IReadOnlyList<int> targetShape)
    {
        Span<int> index = stackalloc int[targetShape.Count];
        index.Clear();
        for (var i = 0; i < target.Length; i++)
        {
            int from = 0, last = targetShape.Count - 1;
            bool isInput = true, isOutput = last < 0 || index[last] < sourceShape[last];
            for (var axis = 0; axis <= last; axis++)
            {
                isInput &= axis == last || index[axis] < sourceShape[axis];
                from = from * sourceShape[axis] + index[axis];
            }

            if (isOutput) target[i] = isInput ? source[from] : 0;
            for (var axis = last; axis >= 0 && ++index[axis] == targetShape[axis]; axis--) index[axis] = 0;
        }
    }

    // The last layers of unf, unf-tied and deepset differ in what a matrix stands for. unf's are basis terms of one architecture.
    private static bool IsLast(ThetaArray array, IUpdateRule rule, IUpdateRule trained) =>
        rule is SgdmFunctionalRule one && trained is SgdmFunctionalRule other && array.Name.StartsWith("last.", StringComparison.Ordinal)
        && (one.Options.Kind != other.Options.Kind || JsonSerializer.Serialize(one.Options.Space) != JsonSerializer.Serialize(other.Options.Space));

    /// <summary>Writes a tied or pointwise last layer as the larger one that it equals: its matrices repeated.</summary>
    private static bool TryRepeat(Span<float> into, ThetaArray array, IUpdateRule rule, RuleFile weights)
    {
        var (many, few) = (((SgdmFunctionalRule)rule).Options, ((SgdmFunctionalRule)weights.Rule).Options);
        if (few.Channels != many.Channels || few.Kind == LayerKind.Full || many.Kind == LayerKind.Pointwise) return false;
        // Roles are the same on every space.
        var space = many.Space?.ToSpace() ?? PaperSpaces.Mlp();
        var (to, from) = (Layer(many.Kind, space, many.Channels), Layer(few.Kind, space, few.Channels));
        var source = weights.Rule.Theta.Slice(weights.Theta, array.Name);
        into.Clear();
        if (array.Name == "last.bias")
        {
            if (few.Kind == LayerKind.Pointwise) into.Fill(source[0]);
            else for (var tensor = 0; tensor < space.Tensors.Count; tensor++) into[to.Bias(tensor)] = source[from.Bias(tensor)];
            return true;
        }

        var uses = to.Terms.ToDictionary(use => use.Term.ToString());
        var written = new HashSet<int>();
        foreach (var use in from.Terms)
        {
            var matrix = uses[use.Term.ToString()].Matrix;
            if (!written.Add(matrix)) continue;
            for (var channel = 0; channel < many.Channels; channel++)
                into[matrix * many.Channels + channel] = use.Scale * source[use.Matrix * many.Channels + channel];
        }

        return true;
    }

    private static Coefficients Layer(LayerKind kind, WeightSpace space, int channels) => kind switch
    {
        LayerKind.Full => Coefficients.Full(space, channels, 1),
        LayerKind.Tied => Coefficients.Tied(space, channels, 1),
        _ => Coefficients.Pointwise(space, channels, 1),
    };

    private static List<string> Differences(string trained, string now)
    {
        var (before, after) = (JsonNode.Parse(trained)!.AsObject(), JsonNode.Parse(now)!.AsObject());
        return
        [
            .. after.Where(pair => pair.Key is not "Space" and not "Kind" and not "Pooled" && before.ContainsKey(pair.Key) && !JsonNode.DeepEquals(pair.Value, before[pair.Key]))
                .Select(pair => $"{pair.Key} {before[pair.Key]?.ToJsonString() ?? "null"} -> {pair.Value?.ToJsonString() ?? "null"}"),
        ];
    }
}
