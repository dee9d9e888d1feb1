namespace LearnedOpt.Kernels;

/// <summary>
/// The weights of one pointwise layer in the order in which <see cref="DenseKernel{L, V}"/> reads them: outputs in blocks
/// of four (and of two at the end), and within a block [channelsIn, block]. An odd number of outputs gets one more, which
/// is zero.
/// </summary>
internal sealed unsafe class DenseLayer
{
    private readonly FloatBuffer weights;
    private readonly FloatBuffer bias;

    public DenseLayer(int channelsIn, int channelsOut)
    {
        ChannelsIn = channelsIn;
        ChannelsOut = channelsOut;
        Outputs = (channelsOut + 1) / 2 * 2;
        weights = new FloatBuffer((long)channelsIn * Outputs);
        bias = new FloatBuffer(Outputs);
    }

    public int ChannelsIn { get; }

    public int ChannelsOut { get; }

    /// <summary>Rows that the kernel writes: <see cref="ChannelsOut"/> rounded up to even.</summary>
    public int Outputs { get; }

    public float* Weights => weights.Pointer;

    public float* Bias => bias.Pointer;

    /// <summary>Packs a row-major matrix [channelsIn, channelsOut].</summary>
    public void Pack(ReadOnlySpan<float> matrix)
    {
        float* p = weights.Pointer;
        for (int o = 0; o < Outputs;)
        {
            int block = Outputs - o >= 4 ? 4 : 2;
            for (int i = 0; i < ChannelsIn; i++)
            {
                for (int b = 0; b < block; b++)
                    *p++ = o + b < ChannelsOut ? matrix[(i * ChannelsOut) + o + b] : 0f;
            }

            o += block;
        }
    }

    /// <summary>Sets the bias [channelsOut].</summary>
    public void PackBias(ReadOnlySpan<float> values) => values.CopyTo(bias.Span);
}
