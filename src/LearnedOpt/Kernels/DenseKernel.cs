using System.Runtime.CompilerServices;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>
/// One pointwise layer over a tile of elements: y[o][e] = max(floor, start[o][e] + sum_i W[i][o] x[i][e]).
/// Channels are the slow axis, so a vector holds neighbouring elements and each weight is broadcast. A register block is
/// four outputs by three vectors: each loaded input serves four products, each broadcast weight three, and the twelve
/// running sums hide the latency of the multiply-add with sixteen registers as with thirty-two.
/// </summary>
internal static unsafe class DenseKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    /// <remarks>
    /// x: tile [channelsIn, inputStride]. weights: as packed by <see cref="DenseLayer"/>, for each block of outputs
    /// [channelsIn, block]. start: where the sums begin, a bias [outputs] if startStride is 0, else a tile
    /// [outputs, startStride]. y: tile [outputs, outputStride]. outputs: even. vectors: how many of each row are computed;
    /// every row of x, start and y holds at least that many. floor: 0 for a ReLU, negative infinity for none.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(
        float* x, int inputStride, float* weights, int channelsIn, float* start, int startStride,
        float* y, int outputStride, int outputs, int vectors, float floor)
    {
        V lowest = L.Broadcast(floor);
        for (int o = 0; o < outputs;)
        {
            float* s = start + (startStride == 0 ? o : o * startStride);
            float* target = y + (o * outputStride);
            int step = startStride == 0 ? 0 : L.Count;
            int block = outputs - o >= 4 ? 4 : 2;
            int v = 0;
            for (; v + 3 <= vectors; v += 3)
            {
                int e = v * L.Count;
                if (block == 4)
                    Block4x3(x + e, inputStride, weights, channelsIn, s + (v * step), startStride, target + e, outputStride, lowest);
                else
                    Block2x3(x + e, inputStride, weights, channelsIn, s + (v * step), startStride, target + e, outputStride, lowest);
            }

            for (; v < vectors; v++)
            {
                int e = v * L.Count;
                if (block == 4)
                    Block4x1(x + e, inputStride, weights, channelsIn, s + (v * step), startStride, target + e, outputStride, lowest);
                else
                    Block2x1(x + e, inputStride, weights, channelsIn, s + (v * step), startStride, target + e, outputStride, lowest);
            }

            weights += channelsIn * block;
            o += block;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block4x3(float* x, int inputStride, float* w, int channelsIn, float* s, int startStride, float* y, int outputStride, V floor)
    {
        bool bias = startStride == 0;
        V a0, a1, a2, b0, b1, b2, c0, c1, c2, d0, d1, d2;
        if (bias)
        {
            a0 = a1 = a2 = L.Broadcast(s[0]);
            b0 = b1 = b2 = L.Broadcast(s[1]);
            c0 = c1 = c2 = L.Broadcast(s[2]);
            d0 = d1 = d2 = L.Broadcast(s[3]);
        }
        else
        {
            a0 = L.Load(s);
            a1 = L.Load(s + L.Count);
            a2 = L.Load(s + (2 * L.Count));
            b0 = L.Load(s + startStride);
            b1 = L.Load(s + startStride + L.Count);
            b2 = L.Load(s + startStride + (2 * L.Count));
            c0 = L.Load(s + (2 * startStride));
            c1 = L.Load(s + (2 * startStride) + L.Count);
            c2 = L.Load(s + (2 * startStride) + (2 * L.Count));
            d0 = L.Load(s + (3 * startStride));
            d1 = L.Load(s + (3 * startStride) + L.Count);
            d2 = L.Load(s + (3 * startStride) + (2 * L.Count));
        }

        for (int i = 0; i < channelsIn; i++, x += inputStride, w += 4)
        {
            V x0 = L.Load(x);
            V x1 = L.Load(x + L.Count);
            V x2 = L.Load(x + (2 * L.Count));
            V wa = L.Broadcast(w[0]);
            a0 = L.Fma(x0, wa, a0);
            a1 = L.Fma(x1, wa, a1);
            a2 = L.Fma(x2, wa, a2);
            V wb = L.Broadcast(w[1]);
            b0 = L.Fma(x0, wb, b0);
            b1 = L.Fma(x1, wb, b1);
            b2 = L.Fma(x2, wb, b2);
            V wc = L.Broadcast(w[2]);
            c0 = L.Fma(x0, wc, c0);
            c1 = L.Fma(x1, wc, c1);
            c2 = L.Fma(x2, wc, c2);
            V wd = L.Broadcast(w[3]);
            d0 = L.Fma(x0, wd, d0);
            d1 = L.Fma(x1, wd, d1);
            d2 = L.Fma(x2, wd, d2);
        }

        L.Store(y, L.Max(a0, floor));
        L.Store(y + L.Count, L.Max(a1, floor));
        L.Store(y + (2 * L.Count), L.Max(a2, floor));
        L.Store(y + outputStride, L.Max(b0, floor));
        L.Store(y + outputStride + L.Count, L.Max(b1, floor));
        L.Store(y + outputStride + (2 * L.Count), L.Max(b2, floor));
        L.Store(y + (2 * outputStride), L.Max(c0, floor));
        L.Store(y + (2 * outputStride) + L.Count, L.Max(c1, floor));
        L.Store(y + (2 * outputStride) + (2 * L.Count), L.Max(c2, floor));
        L.Store(y + (3 * outputStride), L.Max(d0, floor));
        L.Store(y + (3 * outputStride) + L.Count, L.Max(d1, floor));
        L.Store(y + (3 * outputStride) + (2 * L.Count), L.Max(d2, floor));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block4x1(float* x, int inputStride, float* w, int channelsIn, float* s, int startStride, float* y, int outputStride, V floor)
    {
        bool bias = startStride == 0;
        V a0 = bias ? L.Broadcast(s[0]) : L.Load(s);
        V b0 = bias ? L.Broadcast(s[1]) : L.Load(s + startStride);
        V c0 = bias ? L.Broadcast(s[2]) : L.Load(s + (2 * startStride));
        V d0 = bias ? L.Broadcast(s[3]) : L.Load(s + (3 * startStride));

        for (int i = 0; i < channelsIn; i++, x += inputStride, w += 4)
        {
            V x0 = L.Load(x);
            V wa = L.Broadcast(w[0]);
            a0 = L.Fma(x0, wa, a0);
            V wb = L.Broadcast(w[1]);
            b0 = L.Fma(x0, wb, b0);
            V wc = L.Broadcast(w[2]);
            c0 = L.Fma(x0, wc, c0);
            V wd = L.Broadcast(w[3]);
            d0 = L.Fma(x0, wd, d0);
        }

        L.Store(y, L.Max(a0, floor));
        L.Store(y + outputStride, L.Max(b0, floor));
        L.Store(y + (2 * outputStride), L.Max(c0, floor));
        L.Store(y + (3 * outputStride), L.Max(d0, floor));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block2x3(float* x, int inputStride, float* w, int channelsIn, float* s, int startStride, float* y, int outputStride, V floor)
    {
        bool bias = startStride == 0;
        V a0, a1, a2, b0, b1, b2;
        if (bias)
        {
            a0 = a1 = a2 = L.Broadcast(s[0]);
            b0 = b1 = b2 = L.Broadcast(s[1]);
        }
        else
        {
            a0 = L.Load(s);
            a1 = L.Load(s + L.Count);
            a2 = L.Load(s + (2 * L.Count));
            b0 = L.Load(s + startStride);
            b1 = L.Load(s + startStride + L.Count);
            b2 = L.Load(s + startStride + (2 * L.Count));
        }

        for (int i = 0; i < channelsIn; i++, x += inputStride, w += 2)
        {
            V x0 = L.Load(x);
            V x1 = L.Load(x + L.Count);
            V x2 = L.Load(x + (2 * L.Count));
            V wa = L.Broadcast(w[0]);
            a0 = L.Fma(x0, wa, a0);
            a1 = L.Fma(x1, wa, a1);
            a2 = L.Fma(x2, wa, a2);
            V wb = L.Broadcast(w[1]);
            b0 = L.Fma(x0, wb, b0);
            b1 = L.Fma(x1, wb, b1);
            b2 = L.Fma(x2, wb, b2);
        }

        L.Store(y, L.Max(a0, floor));
        L.Store(y + L.Count, L.Max(a1, floor));
        L.Store(y + (2 * L.Count), L.Max(a2, floor));
        L.Store(y + outputStride, L.Max(b0, floor));
        L.Store(y + outputStride + L.Count, L.Max(b1, floor));
        L.Store(y + outputStride + (2 * L.Count), L.Max(b2, floor));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block2x1(float* x, int inputStride, float* w, int channelsIn, float* s, int startStride, float* y, int outputStride, V floor)
    {
        bool bias = startStride == 0;
        V a0 = bias ? L.Broadcast(s[0]) : L.Load(s);
        V b0 = bias ? L.Broadcast(s[1]) : L.Load(s + startStride);

        for (int i = 0; i < channelsIn; i++, x += inputStride, w += 2)
        {
            V x0 = L.Load(x);
            V wa = L.Broadcast(w[0]);
            a0 = L.Fma(x0, wa, a0);
            V wb = L.Broadcast(w[1]);
            b0 = L.Fma(x0, wb, b0);
        }

        L.Store(y, L.Max(a0, floor));
        L.Store(y + outputStride, L.Max(b0, floor));
    }
}
