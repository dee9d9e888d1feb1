using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Functionals;

/// <summary>
/// How to evaluate an equivariant layer at the cost of one matrix product for each (output tensor, pattern), instead of
/// one for each basis term. An evaluator executes it in four passes, features being [channels, elements] for each tensor:
/// <list type="number">
/// <item>Reductions, in order: means and diagonals of the inputs, each computed once, [c_in, reduced elements].</item>
/// <item>For each output tensor, pattern and contribution: average its sources, transposed to the pattern's axis order.</item>
/// <item>Multiply by the contribution's [c_in, c_out] matrix and sum over the contributions of the pattern.</item>
/// <item>Write the sum where the pattern says (broadcast, diagonal), and add the output tensor's bias.</item>
/// </list>
/// Passes two and three are small unless the pattern is the identity. In a tied or pointwise layer the identity pattern
/// has exactly one contribution, the tensor itself.
/// </summary>
public sealed partial class LayerPlan
{
    private LayerPlan(Coefficients coefficients, IReadOnlyList<Reduction> reductions, IReadOnlyList<OutputPlan> outputs) =>
        (Coefficients, Reductions, Outputs) = (coefficients, reductions, outputs);

    /// <summary>The layer: space, channels, and where matrices and biases lie in theta.</summary>
    public Coefficients Coefficients { get; }

    /// <summary>What is read; a reduction comes after its parent.</summary>
    public IReadOnlyList<Reduction> Reductions { get; }

    /// <summary>What is written: one entry for each tensor of the space, in order.</summary>
    public IReadOnlyList<OutputPlan> Outputs { get; }

    /// <summary>True when nothing but each element itself is read: no reductions need computing.</summary>
    public bool IsPointwise => Reductions.All(reduction => reduction.IsIdentity) &&
        Outputs.All(output => output.Patterns.All(pattern => pattern.Contributions.All(contribution => contribution.Sources.All(source => Reductions[source.Reduction].Pattern.Tensor == output.Tensor))));

    /// <summary>Groups the terms of a layer by what they read and where they write.</summary>
    public static LayerPlan Compile(Coefficients coefficients)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        var uses = coefficients.Terms.Select(use => (Use: use, Read: use.Term.Reduction, Write: use.Term.Pattern)).ToList();
        var reductions = Order([.. uses.Select(use => use.Read).Distinct()]);
        var index = reductions.ToDictionary(reduction => reduction.Pattern, reduction => reduction.Index);
        var byOutput = uses.ToLookup(use => use.Use.Term.Output);
        var outputs = Enumerable.Range(0, coefficients.Space.Tensors.Count).Select(tensor => new OutputPlan(
            tensor,
            coefficients.BiasOffset(tensor),
            [.. byOutput[tensor].GroupBy(use => use.Write).OrderBy(group => group.Key.Kept).Select(pattern => new PatternPlan(
                pattern.Key,
                [.. pattern.GroupBy(use => use.Use.Matrix).OrderBy(group => group.Key).Select(matrix => new Contribution(
                    matrix.Key,
                    coefficients.MatrixOffset(matrix.Key),
                    [.. matrix.Select(use => new Source(index[use.Read], use.Use.Term.AxisOrder(), use.Use.Scale))]))]))]));
        return new LayerPlan(coefficients, reductions, [.. outputs]);
    }

    // Parents first; a parent is the smallest reduction of the same blocks that keeps more of them.
    private static List<Reduction> Order(List<AxisPattern> patterns)
    {
        var ordered = patterns.OrderBy(pattern => pattern.Tensor).ThenByDescending(pattern => pattern.Kept).ThenByDescending(pattern => pattern.Count).ToList();
        var reductions = new List<Reduction>();
        var first = 0;
        foreach (var pattern in ordered)
        {
            while (reductions.Count > first && reductions[first].Pattern.Tensor != pattern.Tensor)
                first++;
            var (parent, parentAxes) = (-1, Array.Empty<int>());
            for (var candidate = first; candidate < reductions.Count; candidate++)
            {
                if (!reductions[candidate].IsIdentity
                    && (parent < 0 || reductions[candidate].Pattern.Count < reductions[parent].Pattern.Count)
                    && AxesWithin(pattern, reductions[candidate].Pattern) is { } axes)
                    (parent, parentAxes) = (candidate, axes);
            }

            reductions.Add(new Reduction(reductions.Count, pattern, parent, parentAxes));
        }

        return reductions;
    }

    // For each kept axis of the child, the kept axis of the parent; null when the child is no mean of the parent.
    private static int[]? AxesWithin(AxisPattern child, AxisPattern parent)
    {
        if (child.Kept >= parent.Kept || child.BlockCount != parent.BlockCount)
            return null;
        var axes = new int[child.Kept];
        var same = new Dictionary<int, int>();
        for (var axis = 0; axis < child.Blocks.Length; axis++)
        {
            var (mine, theirs) = (child.Blocks[axis], parent.Blocks[axis]);
            if (!same.TryAdd(mine, theirs) && same[mine] != theirs)
                return null;
            if (mine >= child.Kept)
                continue;
            if (theirs >= parent.Kept)
                return null;
            axes[mine] = theirs;
        }

        return axes;
    }
}
