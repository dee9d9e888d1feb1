using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// An equivariant layer of few outputs at the end of pointwise ones. It never needs the hidden channels of a whole tensor:
/// products of whole tensors are taken while the tiles of hidden channels go by, and so are the sums for everything else.
/// </summary>
internal sealed unsafe class LastLayer
{
    private readonly PlanReductions reductions;
    private readonly Projections projections;
    private readonly PlanTables tables;

    public LastLayer(LayerPlan plan, KernelSet kernels)
    {
        reductions = new PlanReductions(plan, kernels, WholeTensors.Projected);
        projections = new Projections(plan, kernels);
        tables = new PlanTables(plan, reductions, kernels, WholeTensors.Projected);
    }

    /// <summary>Packs the layer's part of theta.</summary>
    public void Bind(ReadOnlySpan<float> theta)
    {
        projections.Bind(theta);
        tables.Bind(theta);
    }

    /// <summary>Begins a tensor.</summary>
    public void Clear(int tensor) => reductions.Clear(tensor);

    /// <summary>Leaves a tensor out: it contributes nothing to others.</summary>
    public void Skip(int tensor)
    {
        reductions.Skip(tensor);
        projections.Skip(tensor);
    }

    /// <summary>Takes the hidden channels [c_in, stride] of a run of elements; rows hold whole vectors.</summary>
    public void Add(int tensor, float* hidden, int stride, long first, int count)
    {
        reductions.Add(tensor, hidden, stride, first, count, null);
        projections.Add(tensor, hidden, stride, first, count);
    }

    /// <summary>Ends a tensor.</summary>
    public void Finish(int tensor) => reductions.Finish(tensor, null);

    /// <summary>After all tensors are finished: prepares the outputs of one.</summary>
    public void Fill(int tensor) => tables.Fill(tensor, null);

    /// <summary>Writes the outputs of a run of elements to a tile [c_out, stride].</summary>
    public void Read(int tensor, long first, int count, float* output, int stride)
    {
        projections.Read(tensor, first, count, output, stride);
        tables.Spread(tensor, first, count, output, stride, accumulate: true);
    }
}
