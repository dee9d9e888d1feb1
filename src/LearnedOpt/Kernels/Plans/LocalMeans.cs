using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// A product of one tensor's means over its innermost axes with themselves, such as a convolution kernel's mean over its taps. The
/// elements of such a mean are neighbours, so it is taken from the tile at hand and never kept.
/// </summary>
internal sealed unsafe class LocalMeans
{
    private readonly KernelSet kernels;
    private readonly int channels;
    private readonly int outputs;
    private readonly int stride;
    private readonly FloatBuffer means;
    private readonly FloatBuffer products;
    private readonly FloatBuffer zeros;
    private readonly int[] groups;

    private LocalMeans(int tensor, int pattern, int matrix, int group, int channels, int outputs, int most, KernelSet kernels)
    {
        (Tensor, Pattern, Matrix, Group, this.channels, this.outputs, this.kernels) = (tensor, pattern, matrix, group, channels, outputs, kernels);
        stride = PlannedReduction.StrideOf(most + FloatBuffer.Slack);
        means = new FloatBuffer((long)channels * stride);
        products = new FloatBuffer((outputs + 1L) * stride);
        groups = GC.AllocateArray<int>(stride, pinned: true);
        zeros = new FloatBuffer(outputs + 1);
        for (int e = 0; e < groups.Length; e++)
            groups[e] = e / group;
    }

    /// <summary>The tensor, the number of its pattern in the output plan, and of the matrix.</summary>
    public int Tensor { get; }

    public int Pattern { get; }

    public int Matrix { get; }

    /// <summary>Elements of a mean: tiles must hold whole groups.</summary>
    public int Group { get; }

    /// <summary>Elements of a tile of at most <paramref name="most"/>.</summary>
    public int TileElements(int most) => most / Group * Group;

    /// <summary>For each tensor the means that can be taken locally, or null.</summary>
    public static LocalMeans?[] Of(LayerPlan plan, KernelSet kernels, int most)
    {
        var used = plan.Outputs.SelectMany(output => output.Patterns).SelectMany(pattern => pattern.Contributions).SelectMany(contribution => contribution.Sources)
            .GroupBy(source => source.Reduction).ToDictionary(group => group.Key, group => group.Count());
        return [.. plan.Outputs.Select(output => Find(plan, output, used, kernels, most))];
    }

    /// <summary>Adds the products for a run of whole groups [channels, inputStride] to a tile [outputs, targetStride].</summary>
    public void Add(float* x, int inputStride, int count, DenseLayer matrix, float* target, int targetStride)
    {
        kernels.GroupMeans(x, inputStride, channels, Group, count / Group, means.Pointer, stride);
        kernels.Dense(means.Pointer, stride, matrix, zeros.Pointer, 0, products.Pointer, stride, count / Group, relu: false);
        fixed (int* index = groups)
            kernels.Spread(products.Pointer, stride, index, outputs, count, target, targetStride);
    }

    private static LocalMeans? Find(LayerPlan plan, OutputPlan output, Dictionary<int, int> used, KernelSet kernels, int most)
    {
        long count = plan.Coefficients.Space.Tensors[output.Tensor].Count;
        for (int i = 0; i < output.Patterns.Count; i++)
        {
            if (output.Patterns[i] is not { Contributions: [{ Sources: [{ Scale: 1f, IsAligned: true } source] } contribution] } pattern)
                continue;
            AxisPattern kept = pattern.Pattern;
            if (kept.HasDiagonal || kept.IsIdentity || kept.Kept < 2 || kept.Count == 0 || count / kept.Count > most / 2
                || used[source.Reduction] != 1 || !plan.Reductions[source.Reduction].Pattern.Equals(kept) || !IsPrefix(kept))
                continue;
            return new LocalMeans(output.Tensor, i, contribution.Matrix, (int)(count / kept.Count), plan.Coefficients.InputChannels, plan.Coefficients.OutputChannels, most, kernels);
        }

        return null;
    }

    private static bool IsPrefix(AxisPattern pattern)
    {
        for (int axis = 0; axis < pattern.Blocks.Length; axis++)
        {
            if (pattern.Blocks[axis] != axis)
                return false;
        }

        return true;
    }
}
