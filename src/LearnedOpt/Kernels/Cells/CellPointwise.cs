using System.Runtime.CompilerServices;
using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Cells;

/// <summary>A layer that maps each element on its own.</summary>
internal sealed unsafe class CellPointwise
{
    private readonly LayerPlan plan;
    private readonly bool rectify;
    private readonly CellMatrix?[] matrices;
    private readonly FloatBuffer biases;
    private readonly KernelSet kernels;
    private readonly int channelsIn;

    /// <param name="plan">The layer.</param>
    /// <param name="constantChannels">Its last input channels that are not read.</param>
    /// <param name="rectify">Whether a ReLU follows.</param>
    /// <param name="kernels">The vector width.</param>
    public CellPointwise(LayerPlan plan, int constantChannels, bool rectify, KernelSet kernels)
    {
        (this.plan, this.rectify, this.kernels) = (plan, rectify, kernels);
        channelsIn = plan.Coefficients.InputChannels - constantChannels;
        Coefficients layer = plan.Coefficients;
        matrices = new CellMatrix?[layer.MatrixCount];
        foreach (OutputPlan output in plan.Outputs)
            matrices[Matrix(output)] ??= new CellMatrix(channelsIn, layer.OutputChannels);
        biases = new FloatBuffer((long)plan.Outputs.Count * layer.OutputChannels * CellGrid.Lanes);
    }

    /// <summary>True for a layer of this form: each tensor times one matrix.</summary>
    public static bool Is(LayerPlan plan) => plan.IsPointwise && plan.Outputs.All(output =>
        output.Patterns is [{ Pattern.IsIdentity: true, Contributions: [{ Sources: [{ Scale: 1f, IsAligned: true }] }] }]);

    public void Bind(ReadOnlySpan<float> theta)
    {
        Coefficients layer = plan.Coefficients;
        for (int i = 0; i < matrices.Length; i++)
            matrices[i]?.Pack(theta.Slice(layer.MatrixOffset(i), channelsIn * layer.OutputChannels));
        SetBias(theta[layer.MatrixOffset(layer.MatrixCount)..]);
    }

    /// <summary>Replaces the biases, [biases of the layer, c_out].</summary>
    public void SetBias(ReadOnlySpan<float> values)
    {
        int outputs = plan.Coefficients.OutputChannels;
        for (int tensor = 0; tensor < plan.Outputs.Count; tensor++)
            SetBias(tensor, values.Slice(plan.Coefficients.Bias(tensor) * outputs, outputs));
    }

    /// <summary>Replaces the bias of one tensor.</summary>
    public void SetBias(int tensor, ReadOnlySpan<float> values)
    {
        float* bias = Bias(tensor);
        for (int o = 0; o < values.Length; o++)
            bias[o * CellGrid.Lanes] = values[o];
    }

    /// <summary>Evaluates a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int tensor, in CellBlock block, CellGrid grid, CellWorker worker, float* x, int stride, float* y, float* columnSums, float* rowSums)
    {
        Coefficients layer = plan.Coefficients;
        worker.X[0] = x;
        worker.W[0] = matrices[Matrix(plan.Outputs[tensor])]!.Pointer;
        for (int cell = 0; cell < block.Count; cell++)
        {
            worker.Row[cell] = Bias(tensor);
            worker.Lanes[cell] = grid.LanesOf(block.ColumnOf(cell));
        }

        kernels.Cells(new CellWork
        {
            Next = worker.X[0],
            X = worker.X,
            W = worker.W,
            Row = worker.Row,
            Lanes = worker.Lanes,
            Segments = 1,
            ChannelsIn = channelsIn,
            Outputs = layer.OutputChannels,
            Stride = stride,
            OutputStride = stride,
            Count = block.Count,
            Y = y,
            ColumnSums = columnSums,
            RowSums = rowSums,
            Floor = rectify ? 0f : float.NegativeInfinity,
        });
    }

    private float* Bias(int tensor) => biases.Pointer + ((long)tensor * plan.Coefficients.OutputChannels * CellGrid.Lanes);

    private static int Matrix(OutputPlan output) => output.Patterns[0].Contributions[0].Matrix;
}
