using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    /// <summary>y[o] += sum_i W[i][o] x[i] for a single element: outputs are the lanes then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddProduct(float* x, int inputStride, float* y, int outputStride)
    {
        float* w = weights.Pointer;
        int o = 0;
        for (; Outputs - o >= 4; o += 4)
        {
            Vector128<float> even = Vector128<float>.Zero, odd = Vector128<float>.Zero;
            int i = 0;
            for (; i + 2 <= ChannelsIn; i += 2, w += 8)
            {
                even += Vector128.Load(w) * x[i * inputStride];
                odd += Vector128.Load(w + 4) * x[(i + 1) * inputStride];
            }

            if (i < ChannelsIn)
            {
                even += Vector128.Load(w) * x[i * inputStride];
                w += 4;
            }

            even += odd;
            for (int b = 0; b < 4; b++)
                y[(o + b) * outputStride] += even[b];
        }

        for (; o < Outputs; o += 2)
        {
            float first = 0f, second = 0f;
            for (int i = 0; i < ChannelsIn; i++, w += 2)
            {
                first += w[0] * x[i * inputStride];
                second += w[1] * x[i * inputStride];
            }

            y[o * outputStride] += first;
            y[(o + 1) * outputStride] += second;
        }
    }
}
