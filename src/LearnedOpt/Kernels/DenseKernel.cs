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
    /// [channelsIn, block]. y: tile [outputs, outputStride]. outputs: even. vectors: how many of each row are computed;
    /// every row of x, of the begin's tile and of y holds at least that many. floor: 0 for a ReLU, negative infinity for none.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(float* x, int inputStride, float* weights, int channelsIn, SumBegin begin, float* y, int outputStride, int outputs, int vectors, float floor) =>
        Layer(x, inputStride, weights, channelsIn, begin, y, outputStride, outputs, vectors, floor);

    /// <summary>The same, as a part of a larger kernel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Layer(float* x, int inputStride, float* weights, int channelsIn, in SumBegin begin, float* y, int outputStride, int outputs, int vectors, float floor)
    {
        V lowest = L.Broadcast(floor);
        float* values = begin.Values, tile = begin.Tile;
        int valueStride = begin.ValueStride, tileStride = begin.TileStride, next = begin.VectorStride == 0 ? L.Count : begin.VectorStride;
        bool lanes = begin.HasLanes;
        for (int o = 0; o < outputs;)
        {
            float* target = y + (o * outputStride);
            int block = outputs - o >= 4 ? 4 : 2;
            int v = 0;
            for (; v + 3 <= vectors; v += 3)
            {
                int e = v * L.Count;
                float* s = tile == null ? null : tile + (v * next);
                if (block == 4)
                    Block4x3(x + e, inputStride, weights, channelsIn, values, valueStride, lanes, s, tileStride, next, target + e, outputStride, lowest);
                else
                    Block2x3(x + e, inputStride, weights, channelsIn, values, valueStride, lanes, s, tileStride, next, target + e, outputStride, lowest);
            }

            for (; v < vectors; v++)
            {
                int e = v * L.Count;
                float* s = tile == null ? null : tile + (v * next);
                if (block == 4)
                    Block4x1(x + e, inputStride, weights, channelsIn, values, valueStride, lanes, s, tileStride, next, target + e, outputStride, lowest);
                else
                    Block2x1(x + e, inputStride, weights, channelsIn, values, valueStride, lanes, s, tileStride, next, target + e, outputStride, lowest);
            }

            weights += channelsIn * block;
            values = values == null ? null : values + (block * valueStride);
            tile = tile == null ? null : tile + (block * tileStride);
            o += block;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block4x3(float* x, int inputStride, float* w, int channelsIn, float* values, int valueStride, bool lanes, float* s, int tileStride, int next, float* y, int outputStride, V floor)
    {
        V a0, a1, a2, b0, b1, b2, c0, c1, c2, d0, d1, d2;
        if (s == null)
        {
            a0 = a1 = a2 = Value(values, lanes);
            b0 = b1 = b2 = Value(values + valueStride, lanes);
            c0 = c1 = c2 = Value(values + (2 * valueStride), lanes);
            d0 = d1 = d2 = Value(values + (3 * valueStride), lanes);
        }
        else
        {
            a0 = L.Load(s);
            a1 = L.Load(s + next);
            a2 = L.Load(s + (2 * next));
            b0 = L.Load(s + tileStride);
            b1 = L.Load(s + tileStride + next);
            b2 = L.Load(s + tileStride + (2 * next));
            c0 = L.Load(s + (2 * tileStride));
            c1 = L.Load(s + (2 * tileStride) + next);
            c2 = L.Load(s + (2 * tileStride) + (2 * next));
            d0 = L.Load(s + (3 * tileStride));
            d1 = L.Load(s + (3 * tileStride) + next);
            d2 = L.Load(s + (3 * tileStride) + (2 * next));
        }

        if (s != null && values != null)
        {
            V value = Value(values, lanes);
            a0 = L.Add(a0, value);
            a1 = L.Add(a1, value);
            a2 = L.Add(a2, value);
            value = Value(values + valueStride, lanes);
            b0 = L.Add(b0, value);
            b1 = L.Add(b1, value);
            b2 = L.Add(b2, value);
            value = Value(values + (2 * valueStride), lanes);
            c0 = L.Add(c0, value);
            c1 = L.Add(c1, value);
            c2 = L.Add(c2, value);
            value = Value(values + (3 * valueStride), lanes);
            d0 = L.Add(d0, value);
            d1 = L.Add(d1, value);
            d2 = L.Add(d2, value);
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
    private static void Block4x1(float* x, int inputStride, float* w, int channelsIn, float* values, int valueStride, bool lanes, float* s, int tileStride, int next, float* y, int outputStride, V floor)
    {
        V a0, b0, c0, d0;
        if (s == null)
        {
            a0 = Value(values, lanes);
            b0 = Value(values + valueStride, lanes);
            c0 = Value(values + (2 * valueStride), lanes);
            d0 = Value(values + (3 * valueStride), lanes);
        }
        else
        {
            a0 = L.Load(s);
            b0 = L.Load(s + tileStride);
            c0 = L.Load(s + (2 * tileStride));
            d0 = L.Load(s + (3 * tileStride));
        }

        if (s != null && values != null)
        {
            a0 = L.Add(a0, Value(values, lanes));
            b0 = L.Add(b0, Value(values + valueStride, lanes));
            c0 = L.Add(c0, Value(values + (2 * valueStride), lanes));
            d0 = L.Add(d0, Value(values + (3 * valueStride), lanes));
        }

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
    private static void Block2x3(float* x, int inputStride, float* w, int channelsIn, float* values, int valueStride, bool lanes, float* s, int tileStride, int next, float* y, int outputStride, V floor)
    {
        V a0, a1, a2, b0, b1, b2;
        if (s == null)
        {
            a0 = a1 = a2 = Value(values, lanes);
            b0 = b1 = b2 = Value(values + valueStride, lanes);
        }
        else
        {
            a0 = L.Load(s);
            a1 = L.Load(s + next);
            a2 = L.Load(s + (2 * next));
            b0 = L.Load(s + tileStride);
            b1 = L.Load(s + tileStride + next);
            b2 = L.Load(s + tileStride + (2 * next));
        }

        if (s != null && values != null)
        {
            V value = Value(values, lanes);
            a0 = L.Add(a0, value);
            a1 = L.Add(a1, value);
            a2 = L.Add(a2, value);
            value = Value(values + valueStride, lanes);
            b0 = L.Add(b0, value);
            b1 = L.Add(b1, value);
            b2 = L.Add(b2, value);
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
    private static void Block2x1(float* x, int inputStride, float* w, int channelsIn, float* values, int valueStride, bool lanes, float* s, int tileStride, int next, float* y, int outputStride, V floor)
    {
        V a0, b0;
        if (s == null)
        {
            a0 = Value(values, lanes);
            b0 = Value(values + valueStride, lanes);
        }
        else
        {
            a0 = L.Load(s);
            b0 = L.Load(s + tileStride);
        }

        if (s != null && values != null)
        {
            a0 = L.Add(a0, Value(values, lanes));
            b0 = L.Add(b0, Value(values + valueStride, lanes));
        }

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Value(float* value, bool lanes) => lanes ? L.Load(value) : L.Broadcast(*value);
}
