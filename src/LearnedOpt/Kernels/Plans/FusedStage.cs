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

    private FusedStage(FunctionalModel model, int equivariant, int[] pointwise, KernelSet kernels)
    {
        (this.model, this.equivariant, this.pointwise) = (model, equivariant, pointwise);
        int widest = model.Layers.Max(layer => layer.Plan.Coefficients.OutputChannels) + 1;
        (start, even, odd) = (new FloatBuffer((long)widest * Stride), new FloatBuffer((long)widest * Stride), new FloatBuffer((long)widest * Stride));
        if (equivariant >= 0)
        {
            reductions = new PlanReductions(model.Layers[equivariant].Plan, kernels, WholeTensors.Tiles);
            tables = new PlanTables(model.Layers[equivariant].Plan, reductions, kernels, WholeTensors.Tiles);
            whole = new WholeProducts(model.Layers[equivariant].Plan, tables, kernels);
        }

        dense = [.. pointwise.Select(layer =>
        {
            LayerPlan plan = model.Layers[layer].Plan;
            return new PlanTables(plan, new PlanReductions(plan, kernels), kernels);
        })];
    }

    /// <summary>True when it has no layers: inputs only pass by.</summary>
    public bool IsEmpty => equivariant < 0 && pointwise.Length == 0;

    /// <summary>True when tiles of other tensors are read too, so that none may be overwritten during the sweep.</summary>
    public bool ReadsOthers => whole is { IsEmpty: false };

    /// <summary>Channels that it reads.</summary>
    public int InputChannels => model.Layers[equivariant >= 0 ? equivariant : 0].Plan.Coefficients.InputChannels;

    /// <summary>Divides the first <paramref name="layers"/> layers of a model into sweeps.</summary>
    public static FusedStage[] Split(FunctionalModel model, int layers, KernelSet kernels)
    {
        var stages = new List<FusedStage>();
        int equivariant = -1;
        for (int layer = 0; ;)
        {
            var pointwise = new List<int>();
            for (; layer < layers && model.Layers[layer].Plan.IsPointwise; layer++)
                pointwise.Add(layer);
            stages.Add(new FusedStage(model, equivariant, [.. pointwise], kernels));
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

    /// <summary>After all tensors are finished: prepares the tables of one.</summary>
    public void Fill(int tensor) => tables!.Fill(tensor, null);

    /// <summary>The layers on one tile; returns the result and its row stride, valid until the next call.</summary>
    public (nint Tile, int Stride) Run(KernelSet kernels, ChannelSource source, int tensor, long first, int count)
    {
        int stride = ChannelSource.TileElements;
        float* tile = tables is null ? source.Tile(tensor, first, count) : null;
        int done = 0;
        if (tables is not null)
        {
            tables.Spread(tensor, first, count, start.Pointer, Stride);
            whole!.Add(source, tensor, first, count, start.Pointer, Stride);
            tile = source.Tile(tensor, first, count);
            kernels.Dense(tile, stride, tables.Own(tensor), start.Pointer, Stride, even.Pointer, Stride, count, model.Layers[equivariant].Rectify);
            tile = even.Pointer;
            stride = Stride;
            done = 1;
        }

        for (int i = 0; i < pointwise.Length; i++)
        {
            float* target = done++ % 2 == 0 ? even.Pointer : odd.Pointer;
            kernels.Dense(tile, stride, dense[i].Own(tensor), dense[i].Bias(tensor), 0, target, Stride, count, model.Layers[pointwise[i]].Rectify);
            tile = target;
            stride = Stride;
        }

        return ((nint)tile, stride);
    }
}
