using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Cells;

/// <summary>An equivariant layer: the means it reads of each tensor, the tables it adds to each, and its products cell by cell.</summary>
internal sealed unsafe class CellLayer
{
    private readonly LayerPlan plan;
    private readonly CellMatrix?[] matrices;
    private readonly FloatBuffer theta;
    private readonly FloatBuffer biases;
    private readonly FloatBuffer diagonals;
    private readonly CellMeans[] means;
    private readonly CellProjection[]? projections;
    private readonly CellOutput[] outputs;

    /// <param name="plan">The layer.</param>
    /// <param name="constantChannels">Its last input channels that are not read.</param>
    /// <param name="tensors">Order of the tensors.</param>
    /// <param name="stride">Floats of a cell that it reads.</param>
    /// <param name="projects">Takes products of whole tensors while the sweep before goes by.</param>
    /// <param name="scratch">Memory shared with other layers.</param>
    /// <param name="kernels">The vector width.</param>
    public CellLayer(LayerPlan plan, int constantChannels, CellTensor[] tensors, int stride, bool projects, CellScratch scratch, KernelSet kernels)
    {
        (this.plan, Kernels) = (plan, kernels);
        Coefficients layer = plan.Coefficients;
        InputChannels = layer.InputChannels - constantChannels;
        theta = new FloatBuffer(layer.ThetaCount);
        biases = new FloatBuffer((long)plan.Outputs.Count * layer.OutputChannels);
        diagonals = new FloatBuffer((long)plan.Outputs.Sum(output => output.Patterns.Count(pattern => pattern.Pattern.HasDiagonal)) * layer.OutputChannels * CellGrid.Lanes);
        matrices = new CellMatrix?[layer.MatrixCount];
        foreach (Contribution contribution in plan.Outputs.SelectMany(output => output.Patterns).SelectMany(pattern => pattern.Contributions))
            matrices[contribution.Matrix] ??= new CellMatrix(InputChannels, layer.OutputChannels);
        HashSet<int> projected = projects ? CellProjectedSums.Of(plan, tensors) : [];
        AxisPattern[] collected = [.. plan.Reductions.Where(reduction => !projected.Contains(reduction.Index)).Select(reduction => reduction.Pattern)];
        means = [.. tensors.Select(tensor => new CellMeans(
            tensor, layer.Space.Tensors[tensor.Number].Count, collected.Where(pattern => pattern.Tensor == tensor.Number),
            layer.Space.Tensors[tensor.Number].Shape, InputChannels, stride, kernels))];
        projections = projects ? [.. tensors.Select(tensor => new CellProjection(tensor, InputChannels, layer.OutputChannels, kernels))] : null;
        int diagonal = 0;
        outputs = [.. plan.Outputs.Select(output => new CellOutput(plan, output, InputChannels, ref diagonal, tensors, means, projections, projected, scratch, stride))];
        foreach (CellProjection projection in projections ?? [])
            projection.Complete();
    }

    public KernelSet Kernels { get; }

    /// <summary>Input channels that are read.</summary>
    public int InputChannels { get; }

    /// <summary>The most products of one sum.</summary>
    public int MostProducts => Math.Max(1, outputs.Max(output => output.MostProducts));

    /// <summary>The most cells that one sum begins with.</summary>
    public int MostStarts => outputs.Max(output => output.StartCount);

    /// <summary>The products of whole tensors that are taken while a sweep goes by, if so.</summary>
    public CellProjection? Projection(int tensor) => projections?[tensor];

    public CellMeans Means(int tensor) => means[tensor];

    public CellOutput Output(int tensor) => outputs[tensor];

    /// <summary>Forgets what an earlier sweep left of a tensor that is left out of this one.</summary>
    public void Skip(int tensor)
    {
        means[tensor].ForgetCopy();
        projections?[tensor].Forget();
    }

    /// <summary>Packs the layer's part of theta.</summary>
    public void Bind(ReadOnlySpan<float> values)
    {
        Coefficients layer = plan.Coefficients;
        values.CopyTo(theta.Span);
        int size = InputChannels * layer.OutputChannels;
        for (int i = 0; i < matrices.Length; i++)
            matrices[i]?.Pack(values.Slice(layer.MatrixOffset(i), size));
        for (int tensor = 0; tensor < outputs.Length; tensor++)
            values.Slice(layer.BiasOffset(tensor), layer.OutputChannels).CopyTo(new Span<float>(Bias(tensor), layer.OutputChannels));
        foreach (CellProjection projection in projections ?? [])
            projection.Bind(values);
    }

    /// <summary>Replaces biases by what constant channels make of them.</summary>
    public void Fold(ConstantFold fold)
    {
        int channels = plan.Coefficients.OutputChannels;
        for (int tensor = 0; tensor < outputs.Length; tensor++)
            new ReadOnlySpan<float>(fold.Bias(tensor), channels).CopyTo(new Span<float>(Bias(tensor), channels));
        for (int number = 0; number < fold.Diagonals; number++)
        {
            for (int c = 0; c < channels; c++)
                Diagonal(number)[c * CellGrid.Lanes] = fold.Diagonal(number)[c];
        }
    }

    /// <summary>A matrix as kernels read it.</summary>
    public float* Packed(int matrix) => matrices[matrix]!.Pointer;

    /// <summary>A matrix row by row.</summary>
    public float* Plain(int matrix) => theta.Pointer + plan.Coefficients.MatrixOffset(matrix);

    /// <summary>The bias of a tensor, [c_out].</summary>
    public float* Bias(int tensor) => biases.Pointer + ((long)tensor * plan.Coefficients.OutputChannels);

    /// <summary>What sums on a diagonal begin with, [c_out], sixteen floats apart.</summary>
    public float* Diagonal(int number) => diagonals.Pointer + ((long)number * plan.Coefficients.OutputChannels * CellGrid.Lanes);
}
