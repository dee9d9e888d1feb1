using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// All that an equivariant layer adds to its output tensors beyond what comes from the element itself: small matrix products
/// of reductions, kept as tables that are broadcast over a tile just before the tile is evaluated.
/// </summary>
internal sealed unsafe class PlanTables
{
    private readonly LayerPlan plan;
    private readonly PlanReductions reductions;
    private readonly KernelSet kernels;
    private readonly DenseLayer?[] matrices;
    private readonly TensorTables[] outputs;
    private readonly int outputChannels;
    private readonly FloatBuffer gathered;
    private readonly FloatBuffer biases;
    private readonly LocalMeans?[]? local;

    /// <param name="plan">The layer.</param>
    /// <param name="reductions">Its reductions.</param>
    /// <param name="kernels">The vector width.</param>
    /// <param name="local">For each tensor the means that are taken from the tile, if any.</param>
    public PlanTables(LayerPlan plan, PlanReductions reductions, KernelSet kernels, LocalMeans?[]? local = null)
    {
        (this.plan, this.reductions, this.kernels, this.local) = (plan, reductions, kernels, local);
        Coefficients layer = plan.Coefficients;
        matrices = new DenseLayer?[layer.MatrixCount];
        foreach (Contribution contribution in plan.Outputs.SelectMany(output => output.Patterns).SelectMany(pattern => pattern.Contributions))
            matrices[contribution.Matrix] ??= new DenseLayer(layer.InputChannels, layer.OutputChannels);
        outputs = [.. plan.Outputs.Select(output => new TensorTables(plan, output, local?[output.Tensor]?.Pattern ?? -1, local?[output.Tensor]?.Taps ?? 0))];
        outputChannels = layer.OutputChannels;
        int longest = outputs.SelectMany(output => output.Patterns).Select(pattern => pattern.Stride).DefaultIfEmpty(0).Max();
        gathered = new FloatBuffer((long)layer.InputChannels * Math.Max(16, longest));
        biases = new FloatBuffer((long)layer.BiasCount * layer.OutputChannels);
    }

    /// <summary>Packs the layer's part of theta.</summary>
    public void Bind(ReadOnlySpan<float> theta)
    {
        Coefficients layer = plan.Coefficients;
        int size = layer.InputChannels * layer.OutputChannels;
        for (int i = 0; i < matrices.Length; i++)
            matrices[i]?.Pack(theta.Slice(layer.MatrixOffset(i), size));
        theta[layer.MatrixOffset(layer.MatrixCount)..].CopyTo(biases.Span);
    }

    /// <summary>Bias [c_out] of an output tensor.</summary>
    public float* Bias(int tensor) => biases.Pointer + ((long)plan.Coefficients.Bias(tensor) * outputChannels);

    /// <summary>Computes the tables of an output tensor. <paramref name="constant"/> [c_out], or null, is added to its bias.</summary>
    public void Fill(int tensor, float* constant)
    {
        TensorTables tables = outputs[tensor];
        float* sum = tables.Constant.Pointer;
        float* bias = Bias(tensor);
        for (int c = 0; c < outputChannels; c++)
            sum[c] = bias[c] + (constant == null ? 0f : constant[c]);
        foreach (PatternTable pattern in tables.Patterns)
            Multiply(pattern);
        tables.Combine();
    }

    /// <summary>
    /// Where the sums of a run of elements begin, with what comes from means over neighbours in its inputs [c_in, inputStride]; a tile
    /// [c_out, stride] is at hand where that is not the tables themselves. With such means runs must be of whole groups.
    /// </summary>
    public SumBegin Begin(int tensor, long first, int count, float* inputs, int inputStride, float* tile, int stride)
    {
        LocalMeans? means = local?[tensor];
        if (means is null && outputs[tensor].TryBegin(first, count, out SumBegin begin))
            return begin;
        outputs[tensor].Spread(kernels, first, count, tile, stride);
        means?.Add(inputs, inputStride, count, matrices[means.Matrix]!, tile, stride);
        return SumBegin.Of(tile, stride);
    }

    /// <summary>True for a tensor whose kernels can be put side by side, see <see cref="BeginTaps"/>.</summary>
    public bool HasTaps(int tensor) => outputs[tensor].HasTaps;

    /// <summary>
    /// Where the sums of kernels from <paramref name="kernel"/> on begin, of which inputs [c_in, inputStride] are given, [tap, lane] in a row:
    /// [c_out] vectors, and for each tap a vector more.
    /// </summary>
    public SumBegin BeginTaps(int tensor, long kernel, float* inputs, int inputStride)
    {
        LocalMeans means = local![tensor]!;
        return outputs[tensor].BeginTaps(means.OfTaps(inputs, inputStride, matrices[means.Matrix]!, outputs[tensor], kernel), kernels.Width, kernel);
    }

    private void Multiply(PatternTable pattern)
    {
        pattern.Table.Span.Clear();
        foreach (TableProduct product in pattern.Products)
        {
            float* x = Average(product, pattern);
            if (pattern.Count == 1)
                matrices[product.Matrix]!.AddProduct(x, pattern.Stride, pattern.Table.Pointer, pattern.Stride);
            else
                kernels.Dense(
                    x, pattern.Stride, matrices[product.Matrix]!, SumBegin.Of(pattern.Table.Pointer, pattern.Stride),
                    pattern.Table.Pointer, pattern.Stride, pattern.Count, relu: false);
        }
    }

    /// <summary>The sum of a product's sources, [c_in, stride of the pattern].</summary>
    private float* Average(TableProduct product, PatternTable pattern)
    {
        if (product.Sources is [{ Scale: 1f, Places: null } only])
            return reductions.Values(only.Reduction);
        int channels = plan.Coefficients.InputChannels, size = channels * pattern.Stride;
        for (int i = 0; i < product.Sources.Length; i++)
        {
            TableSource source = product.Sources[i];
            float* values = reductions.Values(source.Reduction);        // [c_in, stride of the pattern]: the same number of entries
            if (source.Places is null && i == 0)
            {
                SpanMath.Scale(gathered.Pointer, values, size, source.Scale);
                continue;
            }

            if (i == 0)
                gathered.Span[..size].Clear();
            if (source.Places is null)
                SpanMath.Add(gathered.Pointer, values, size, source.Scale);
            for (int c = 0; source.Places is not null && c < channels; c++)
                SpanMath.Scatter(gathered.Pointer + ((long)c * pattern.Stride), values + ((long)c * pattern.Stride), source.Places, source.Scale);
        }

        return gathered.Pointer;
    }
}
