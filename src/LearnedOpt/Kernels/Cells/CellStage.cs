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
        Layer = new CellLayer(model.Layers[equivariant].Plan, equivariant == 0 ? constantChannels : 0, tensors, stride, projects, scratch, kernels);
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

    /// <summary>
    /// The layers on a block, into <paramref name="target"/> if there is one; returns where the result is. Where there is no
    /// equivariant layer, the input is in the worker's first buffer. Sums are of the result, and may be null.
    /// </summary>
    public float* Run(CellTensor tensor, in CellBlock block, HiddenCells? hidden, CellWorker worker, int stride, float* target, float* columnSums, float* rowSums)
    {
        int left = pointwise.Length;
        float* x = worker.Even.Pointer;
        if (Layer is not null)
        {
            x = left == 0 && target != null ? target : worker.Even.Pointer;
            Layer.Output(tensor.Number).Run(Layer, block, hidden, worker, x, rectify, left == 0 ? columnSums : null, rowSums);
        }

        foreach (CellPointwise layer in pointwise)
        {
            float* y = --left == 0 && target != null ? target : (x == worker.Even.Pointer ? worker.Odd : worker.Even).Pointer;
            layer.Run(tensor.Number, block, tensor.Grid, worker, x, stride, y, left == 0 ? columnSums : null, rowSums);
            x = y;
        }

        return x;
    }
}
