using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// The reductions of a layer plan, collected while tiles of the inputs go by. For each input tensor: sums over the elements
/// behind a prefix of its axes, sums over its first axis, and, for diagonals and rare patterns, sums by a table of places.
/// Everything else follows from those.
/// </summary>
internal sealed unsafe class PlanReductions
{
    private readonly LayerPlan plan;
    private readonly int channels;
    private readonly PlannedReduction?[] reductions;
    private readonly PlannedReduction[][] byTensor;
    private readonly TensorSums[] sums;

    /// <param name="plan">The layer.</param>
    /// <param name="kernels">The vector width.</param>
    /// <param name="local">For each tensor the means that are not kept, if any.</param>
    public PlanReductions(LayerPlan plan, KernelSet kernels, LocalMeans?[]? local = null)
    {
        this.plan = plan;
        channels = plan.Coefficients.InputChannels;
        reductions = new PlannedReduction?[plan.Reductions.Count];
        sums = [.. plan.Coefficients.Space.Tensors.Select(tensor => new TensorSums(tensor, channels, kernels))];
        HashSet<int> read = ReadElsewhere(plan);
        foreach (Reduction reduction in plan.Reductions)
        {
            bool isLocal = local?[reduction.Pattern.Tensor] is { } means && plan.Outputs[means.Tensor].Patterns[means.Pattern].Pattern.Equals(reduction.Pattern);
            if (!isLocal && (!reduction.IsIdentity || read.Contains(reduction.Index)))
                reductions[reduction.Index] = Plan(reduction);
        }

        byTensor = [.. sums.Select((_, tensor) => reductions.OfType<PlannedReduction>().Where(reduction => reduction.Tensor == tensor).ToArray())];
    }

    /// <summary>Means [channels, <see cref="Stride"/>] of a reduction, or a copy of the tensor where another tensor reads it whole.</summary>
    public float* Values(int reduction) => reductions[reduction]!.Values.Pointer;

    /// <summary>Distance between the channels of a reduction.</summary>
    public int Stride(int reduction) => reductions[reduction]!.Stride;

    /// <summary>Begins a tensor: forgets its sums.</summary>
    public void Clear(int tensor) => sums[tensor].Clear();

    /// <summary>Leaves a tensor out: its means are zero.</summary>
    public void Skip(int tensor)
    {
        foreach (PlannedReduction reduction in byTensor[tensor])
            reduction.Values.Span.Clear();
    }

    /// <summary>The sums of rows and columns of a tensor, if they are all that its reductions need.</summary>
    public bool TryGetOnly(int tensor, out StatisticsRun only) => sums[tensor].TryGetOnly(out only);

    /// <summary>Adds a run of elements, [channels, stride]; squares of each channel too if given.</summary>
    public void Add(int tensor, float* tile, int stride, long first, int count, double* squares) =>
        sums[tensor].Add(tile, stride, first, count, squares);

    /// <summary>Turns the sums of a tensor into means, each channel times its scale if given.</summary>
    public void Finish(int tensor, float* scales)
    {
        foreach (PlannedReduction reduction in byTensor[tensor])
            reduction.Finish(channels, scales);
    }

    private PlannedReduction Plan(Reduction reduction)
    {
        AxisPattern pattern = reduction.Pattern;
        var values = new FloatBuffer((long)channels * PlannedReduction.StrideOf(pattern.Count));
        TensorSums tensor = sums[pattern.Tensor];
        if (reduction.Parent >= 0 && reductions[reduction.Parent] is { } parent)
        {
            IReadOnlyList<long> shape = plan.Reductions[reduction.Parent].Pattern.Shape;
            int[] places = Places.Keep(shape, reduction.ParentAxes);
            return new PlannedReduction(pattern, values, parent.Values, parent.Count, places, isSum: false);
        }

        if (pattern.IsIdentity)
            return tensor.Copy(pattern, values);
        if (pattern.HasDiagonal)
            return tensor.Scatter(pattern, values);
        int prefix = 0;
        while (prefix < pattern.Blocks.Length && pattern.Blocks[prefix] < pattern.Kept)
            prefix++;
        if (prefix == pattern.Kept)
            return tensor.Prefix(pattern, values);
        return prefix == 0 && tensor.IsBehind(pattern) ? tensor.Behind(pattern, values) : tensor.Scatter(pattern, values);
    }

    /// <summary>Identities that are read for anything but the element's own product: by other tensors, broadcast or transposed.</summary>
    private static HashSet<int> ReadElsewhere(LayerPlan plan)
    {
        var read = new HashSet<int>();
        foreach (OutputPlan output in plan.Outputs)
        {
            foreach (PatternPlan pattern in output.Patterns)
            {
                foreach (Source source in pattern.Contributions.SelectMany(contribution => contribution.Sources))
                {
                    if (plan.Reductions[source.Reduction].IsIdentity && !WholeTensors.IsOwn(plan, pattern, source))
                        read.Add(source.Reduction);
                }
            }
        }

        return read;
    }
}
