using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// An equivariant layer at the end of pointwise ones, of few outputs. It never needs the hidden channels of a whole tensor:
/// what an element contributes to itself is [c_out] floats, kept until the means of all tensors are known, and the means
/// are collected while the tiles of hidden channels go by.
/// </summary>
internal sealed unsafe class LastLayer
{
    private const int TileElements = 96, Stride = TileElements + 16;

    private readonly KernelSet kernels;
    private readonly PlanReductions reductions;
    private readonly PlanTables tables;
    private readonly FloatBuffer[] own;
    private readonly FloatBuffer product;
    private readonly FloatBuffer zeros;
    private readonly int outputs;

    public LastLayer(LayerPlan plan, KernelSet kernels)
    {
        this.kernels = kernels;
        outputs = plan.Coefficients.OutputChannels;
        reductions = new PlanReductions(plan, kernels);
        tables = new PlanTables(plan, reductions, kernels);
        own = [.. plan.Coefficients.Space.Tensors.Select(tensor => new FloatBuffer((long)outputs * FloatBuffer.RoundUp(tensor.Count)))];
        product = new FloatBuffer((outputs + 1L) * Stride);
        zeros = new FloatBuffer(outputs);
    }

    /// <summary>Packs the layer's part of theta.</summary>
    public void Bind(ReadOnlySpan<float> theta) => tables.Bind(theta);

    /// <summary>Begins a tensor.</summary>
    public void Clear(int tensor) => reductions.Clear(tensor);

    /// <summary>Leaves a tensor out: it contributes nothing to others.</summary>
    public void Skip(int tensor) => reductions.Skip(tensor);

    /// <summary>Takes the hidden channels [c_in, stride] of a run of elements; rows hold whole vectors.</summary>
    public void Add(int tensor, float* hidden, int stride, long first, int count)
    {
        reductions.Add(tensor, hidden, stride, first, count, null);
        kernels.Dense(hidden, stride, tables.Own(tensor), zeros.Pointer, 0, product.Pointer, Stride, count, relu: false);
        int length = own[tensor].Length / outputs;
        for (int c = 0; c < outputs; c++)
            new ReadOnlySpan<float>(product.Pointer + (c * Stride), count).CopyTo(own[tensor].Span.Slice((c * length) + (int)first, count));
    }

    /// <summary>Ends a tensor.</summary>
    public void Finish(int tensor) => reductions.Finish(tensor, null);

    /// <summary>After all tensors are finished: prepares the outputs of one.</summary>
    public void Fill(int tensor) => tables.Fill(tensor, null);

    /// <summary>Writes the outputs of a run of elements to a tile [c_out, stride].</summary>
    public void Read(int tensor, long first, int count, float* output, int stride)
    {
        int length = own[tensor].Length / outputs;
        for (int c = 0; c < outputs; c++)
            own[tensor].Span.Slice((c * length) + (int)first, count).CopyTo(new Span<float>(output + (c * stride), count));
        tables.Spread(tensor, first, count, output, stride, accumulate: true);
    }
}
