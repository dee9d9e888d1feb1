using System.Runtime.CompilerServices;
using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Cells;

/// <summary>One sweep over all tensors: an equivariant layer (except at the very beginning), and the pointwise layers behind it.</summary>
internal sealed unsafe class CellStage
{
    private readonly int equivariant;
    private readonly int firstPointwise;
    private readonly CellPointwise[] pointwise;
    private readonly bool rectify;

    private CellStage(FunctionalModel model, int constantChannels, int equivariant, int firstPointwise, int end, CellTensor[] tensors, int stride, bool projects, CellScratch scratch, KernelSet kernels)
    {
        (this.equivariant, this.firstPointwise) = (equivariant, firstPointwise);
        pointwise = [.. Enumerable.Range(firstPointwise, end - firstPointwise).Select(layer => new CellPointwise(model.Layers[layer].Plan, layer == 0 ? constantChannels : 0, model.Layers[layer].Rectify, kernels))];
        if (equivariant < 0)
            return;
        rectify = model.Layers[equivariant].Rectify;
        Layer = equivariant == 0
            ? new CellLayer(model.Layers[0].Plan, constantChannels, tensors, (model.InputChannels - constantChannels) * CellGrid.Lanes, projects, scratch, kernels)
            : new CellLayer(model.Layers[equivariant].Plan, 0, tensors, stride, projects, scratch, kernels);
    }

    /// <summary>Its equivariant layer.</summary>
    public CellLayer? Layer { get; }

    /// <summary>True when it has no layers: inputs only pass by.</summary>
    public bool IsEmpty => Layer is null && pointwise.Length == 0;

    /// <summary>True when it reads projections instead of hidden channels.</summary>
    public bool Projects => Layer?.Projection(0) is not null;

    /// <summary>Divides the layers of a model into sweeps.</summary>
    public static CellStage[] Split(FunctionalModel model, int constantChannels, CellTensor[] tensors, int stride, CellScratch scratch, KernelSet kernels)
    {
        var stages = new List<CellStage>();
        int equivariant = -1;
        for (int layer = 0; ;)
        {
            int first = layer;
            while (layer < model.Layers.Count && CellPointwise.Is(model.Layers[layer].Plan))
                layer++;
            bool projects = equivariant == model.Layers.Count - 1 && model.OutputChannels <= CellTable.Few;
            stages.Add(new CellStage(model, constantChannels, equivariant, first, layer, tensors, stride, projects, scratch, kernels));
            if (layer == model.Layers.Count)
                return [.. stages];
            equivariant = layer++;
        }
    }

    public void Bind(FunctionalModel model, ReadOnlySpan<float> theta)
    {
        Layer?.Bind(model.ThetaOf(equivariant, theta));
        for (int i = 0; i < pointwise.Length; i++)
            pointwise[i].Bind(model.ThetaOf(firstPointwise + i, theta));
    }

    /// <summary>Replaces the bias of the first layer, which must be pointwise.</summary>
    public void SetFirstBias(ReadOnlySpan<float> bias) => pointwise[0].SetBias(bias);

    /// <summary>Replaces the biases of the model's first layer, which must be here, by what constant channels make of them.</summary>
    public void Fold(ConstantFold fold, int tensors, int channels)
    {
        Layer?.Fold(fold);
        for (int tensor = 0; Layer is null && tensor < tensors; tensor++)
            pointwise[0].SetBias(tensor, new ReadOnlySpan<float>(fold.Bias(tensor), channels));
    }

    /// <summary>Prepares blocks of a panel; where their results go is known to <paramref name="run"/>.</summary>
    public void Begin(CellRun run, CellTensor tensor, in CellBlock first, in CellBlock second, HiddenCells? source, int stride) =>
        Layer?.Output(tensor.Number).Begin(Layer, run, first, second, source, stride, rectify);

    /// <summary>
    /// The layers on a block; returns where the result is. Where there is no equivariant layer, the input is in the worker's first buffer.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float* Run(CellRun run, CellTensor tensor, in CellBlock block, CellWorker worker, int stride)
    {
        int left = pointwise.Length;
        float* x = worker.Even.Pointer;
        if (Layer is not null)
        {
            ref CellWork work = ref run.Work;
            work.Y = x = left == 0 && run.Target != null ? run.Target : x;
            work.ColumnSums = left == 0 ? run.ColumnSums : null;
            work.RowSums = run.RowSums;
            Layer.Kernels.Cells(work);
        }

        foreach (CellPointwise layer in pointwise)
        {
            float* y = --left == 0 && run.Target != null ? run.Target : (x == worker.Even.Pointer ? worker.Odd : worker.Even).Pointer;
            layer.Run(tensor.Number, block, tensor.Grid, worker, x, stride, y, left == 0 ? run.ColumnSums : null, run.RowSums);
            x = y;
        }

        return x;
    }
}
