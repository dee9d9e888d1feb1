using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// One sweep over all tensors: an equivariant layer (except at the very beginning), and the pointwise layers up to the next
/// equivariant one.
/// </summary>
internal sealed unsafe class FusedStage
{
    private const int Stride = ChannelSource.TileElements + 16;

    private readonly int equivariant;
    private readonly int[] pointwise;
    private readonly FunctionalModel model;
    private readonly PlanReductions? reductions;
    private readonly PlanTables? tables;
    private readonly WholeProducts? whole;
    private readonly PlanTables[] dense;
    private readonly FloatBuffer start;
    private readonly FloatBuffer even;
    private readonly FloatBuffer odd;

    private FusedStage(FunctionalModel model, int equivariant, int[] pointwise, TurnedMemory memory, KernelSet kernels)
    {
        (this.model, this.equivariant, this.pointwise) = (model, equivariant, pointwise);
        int widest = model.Layers.Max(layer => layer.Plan.Coefficients.OutputChannels) + 1;
        (start, even, odd) = (new FloatBuffer((long)widest * Stride), new FloatBuffer((long)widest * Stride), new FloatBuffer((long)widest * Stride));
        if (equivariant >= 0)
        {
            reductions = new PlanReductions(model.Layers[equivariant].Plan, kernels, WholeTensors.Tiles);
            tables = new PlanTables(model.Layers[equivariant].Plan, reductions, kernels, WholeTensors.Tiles);
            whole = new WholeProducts(model.Layers[equivariant].Plan, tables, memory, kernels);
        }

        dense = [.. pointwise.Select(layer =>
        {
            LayerPlan plan = model.Layers[layer].Plan;
            return new PlanTables(plan, new PlanReductions(plan, kernels), kernels);
        })];
    }

    /// <summary>Number of its layers.</summary>
    public int LayerCount => pointwise.Length + (equivariant >= 0 ? 1 : 0);

    /// <summary>True when it has no layers: inputs only pass by.</summary>
    public bool IsEmpty => LayerCount == 0;

    /// <summary>True when tiles of other tensors are read too, so that none may be overwritten during the sweep.</summary>
    public bool ReadsOthers => whole is { IsEmpty: false };

    /// <summary>Channels that it reads.</summary>
    public int InputChannels => model.Layers[equivariant >= 0 ? equivariant : 0].Plan.Coefficients.InputChannels;

    /// <summary>Divides the first <paramref name="layers"/> layers of a model into sweeps.</summary>
    public static FusedStage[] Split(FunctionalModel model, int layers, TurnedMemory memory, KernelSet kernels)
    {
        var stages = new List<FusedStage>();
        int equivariant = -1;
        for (int layer = 0; ;)
        {
            var pointwise = new List<int>();
            for (; layer < layers && model.Layers[layer].Plan.IsPointwise; layer++)
                pointwise.Add(layer);
            stages.Add(new FusedStage(model, equivariant, [.. pointwise], memory, kernels));
            if (layer == layers)
                return [.. stages];
            equivariant = layer++;
        }
    }

    public void Bind(FunctionalModel of, ReadOnlySpan<float> theta)
    {
        tables?.Bind(of.ThetaOf(equivariant, theta));
        for (int i = 0; i < pointwise.Length; i++)
            dense[i].Bind(of.ThetaOf(pointwise[i], theta));
    }

    /// <summary>Before the sweep, for the equivariant layer: begins a tensor.</summary>
    public void Clear(int tensor) => reductions!.Clear(tensor);

    /// <summary>Takes its input channels of a run of elements.</summary>
    public void Add(int tensor, float* tile, int stride, long first, int count) => reductions!.Add(tensor, tile, stride, first, count, null);

    /// <summary>Ends a tensor.</summary>
    public void Finish(int tensor) => reductions!.Finish(tensor, null);

    /// <summary>Before the sweep: copies what is read in another order.</summary>
    public void Prepare(ChannelSource source) => whole?.Prepare(source);

    /// <summary>After all tensors are finished: prepares the tables of one.</summary>
    public void Fill(int tensor) => tables!.Fill(tensor, null);

    /// <summary>
    /// The layers on one tile, into <paramref name="target"/> [channels, TileElements] if there is one and if there are layers;
    /// returns the result and its row stride, valid until the next call.
    /// </summary>
    public (nint Tile, int Stride) Run(KernelSet kernels, ChannelSource source, int tensor, long first, int count, float* target)
    {
        int left = LayerCount;
        float* tile;
        int stride = ChannelSource.TileElements;
        if (tables is not null)
        {
            tables.Spread(tensor, first, count, start.Pointer, Stride);
            whole!.Add(source, tensor, first, count, start.Pointer, Stride);
            (nint to, int toStride) = Target(--left, target);
            kernels.Dense(source.Tile(tensor, first, count), stride, tables.Own(tensor), start.Pointer, Stride, (float*)to, toStride, count, model.Layers[equivariant].Rectify);
            tile = (float*)to;
            stride = toStride;
        }
        else
        {
            tile = source.Tile(tensor, first, count);
        }

        for (int i = 0; i < pointwise.Length; i++)
        {
            (nint to, int toStride) = Target(--left, target);
            kernels.Dense(tile, stride, dense[i].Own(tensor), dense[i].Bias(tensor), 0, (float*)to, toStride, count, model.Layers[pointwise[i]].Rectify);
            tile = (float*)to;
            stride = toStride;
        }

        return ((nint)tile, stride);
    }

    private (nint Tile, int Stride) Target(int left, float* last) =>
        left == 0 && last != null ? ((nint)last, ChannelSource.TileElements) : ((nint)(left % 2 == 0 ? even : odd).Pointer, Stride);
}
