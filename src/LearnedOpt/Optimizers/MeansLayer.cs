using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// The equivariant part of a first layer that looks at one tensor at a time: matrices for the means that keep an axis, by
/// the axis's role, and one for the total mean. It yields where each element's sums begin.
/// </summary>
internal sealed unsafe class MeansLayer
{
    private readonly KernelSet kernels;
    private readonly int inputs;
    private readonly int channels;
    private readonly AxisPools[] pools;
    private readonly AxisTables[] tables;
    private readonly DenseLayer[] byRole;
    private readonly DenseLayer[][] layers;
    private readonly FloatBuffer totalWeights;
    private readonly FloatBuffer constant;

    public MeansLayer(WeightSpace space, int inputs, int channels, KernelSet kernels)
    {
        this.kernels = kernels;
        this.inputs = inputs;
        this.channels = channels;
        byRole = [.. Enum.GetValues<AxisRole>().Select(_ => new DenseLayer(inputs, channels))];
        pools = [.. space.Tensors.Select(tensor => new AxisPools(tensor, inputs))];
        tables = [.. space.Tensors.Select(tensor => new AxisTables(tensor, byRole[0].Outputs))];
        layers = [.. space.Tensors.Select(tensor => tensor.Roles.Select(role => byRole[(int)role]).ToArray())];
        totalWeights = new FloatBuffer((long)inputs * channels);
        constant = new FloatBuffer(channels);
    }

    /// <summary>Where the sums of tensor <paramref name="t"/> are collected.</summary>
    public AxisPools Pools(int t) => pools[t];

    /// <summary>Takes the four matrices, each [inputs, channels].</summary>
    public void Bind(ReadOnlySpan<float> outAxis, ReadOnlySpan<float> inAxis, ReadOnlySpan<float> spatialAxis, ReadOnlySpan<float> total)
    {
        byRole[(int)AxisRole.Out].Pack(outAxis);
        byRole[(int)AxisRole.In].Pack(inAxis);
        byRole[(int)AxisRole.Spatial].Pack(spatialAxis);
        total.CopyTo(totalWeights.Span);
    }

    /// <summary>Turns the sums of tensor <paramref name="t"/> into tables; <paramref name="bias"/> [channels] goes into them.</summary>
    public void Fill(int t, float* scales, float* bias)
    {
        pools[t].Finish(scales);
        float[] totals = pools[t].Total;
        for (int c = 0; c < channels; c++)
        {
            float sum = bias[c];
            for (int i = 0; i < inputs; i++)
                sum += totals[i] * totalWeights.Pointer[(i * channels) + c];
            constant.Pointer[c] = sum;
        }

        tables[t].Fill(kernels, pools[t], layers[t], constant.Pointer);
    }

    /// <summary>Writes the start of the sums of a run of tensor <paramref name="t"/> to a tile [channels, stride].</summary>
    public void Spread(int t, long first, int count, float* output, int stride)
    {
        var run = new StartRun { Output = output, Stride = stride, First = first, Count = count };
        tables[t].Describe(ref run);
        kernels.Start(run);
    }
}
