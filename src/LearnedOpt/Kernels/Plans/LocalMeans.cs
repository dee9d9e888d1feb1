using LearnedOpt.Functionals;
using LearnedOpt.WeightSpaces;

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
    private readonly FloatBuffer rowValues;
    private readonly int[] groups;

    private LocalMeans(OutputPlan output, int pattern, int matrix, WeightTensor tensor, int group, Coefficients layer, int most, KernelSet kernels)
    {
        (Tensor, Pattern, Matrix, Group, channels, outputs, this.kernels) = (output.Tensor, pattern, matrix, group, layer.InputChannels, layer.OutputChannels, kernels);
        Taps = group == kernels.Taps && tensor.Count / tensor.Shape[0] / group >= kernels.Width ? group : 0;
        stride = PlannedReduction.StrideOf(most + FloatBuffer.Slack);
        means = new FloatBuffer((long)channels * stride);
        products = new FloatBuffer((outputs + 1L) * stride);
        groups = GC.AllocateArray<int>(stride, pinned: true);
        zeros = new FloatBuffer(outputs + 1);
        rowValues = new FloatBuffer((outputs + 1L) * kernels.Width);
        for (int e = 0; e < groups.Length; e++)
            groups[e] = e / group;
    }

    /// <summary>The tensor, the number of its pattern in the output plan, and of the matrix.</summary>
    public int Tensor { get; }

    public int Pattern { get; }

    public int Matrix { get; }

    /// <summary>Elements of a mean: tiles must hold whole groups.</summary>
    public int Group { get; }

    /// <summary>The elements of a mean, where a vector's worth of means can be side by side and lies in at most two rows of the tensor; else 0.</summary>
    public int Taps { get; }

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
        kernels.Dense(means.Pointer, stride, matrix, SumBegin.Bias(zeros.Pointer), products.Pointer, stride, count / Group, relu: false);
        fixed (int* index = groups)
            kernels.Spread(products.Pointer, stride, index, outputs, count, target, targetStride);
    }

    /// <summary>
    /// The products for means that are side by side, from <paramref name="mean"/> on, [c_out, lanes], with what all elements of their rows
    /// get; valid until the next call. Inputs are [c_in, inputStride], a row holding [tap, lane].
    /// </summary>
    public float* OfTaps(float* x, int inputStride, DenseLayer matrix, TensorTables tables, long mean)
    {
        SumBegin begin = tables.BeginRows(mean, kernels.Width, rowValues.Pointer);
        kernels.TapMeans(x, inputStride, channels, means.Pointer);
        kernels.Dense(means.Pointer, kernels.Width, matrix, begin, products.Pointer, kernels.Width, kernels.Width, relu: false);
        return products.Pointer;
    }

    private static LocalMeans? Find(LayerPlan plan, OutputPlan output, Dictionary<int, int> used, KernelSet kernels, int most)
    {
        WeightTensor tensor = plan.Coefficients.Space.Tensors[output.Tensor];
        long count = tensor.Count;
        for (int i = 0; i < output.Patterns.Count; i++)
        {
            if (output.Patterns[i] is not { Contributions: [{ Sources: [{ Scale: 1f, IsAligned: true } source] } contribution] } pattern)
                continue;
            AxisPattern kept = pattern.Pattern;
            if (kept.HasDiagonal || kept.IsIdentity || kept.Kept < 2 || kept.Count == 0 || count / kept.Count > most / 2
                || used[source.Reduction] != 1 || !plan.Reductions[source.Reduction].Pattern.Equals(kept) || !IsPrefix(kept))
                continue;
            return new LocalMeans(output, i, contribution.Matrix, tensor, (int)(count / kept.Count), plan.Coefficients, most, kernels);
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
