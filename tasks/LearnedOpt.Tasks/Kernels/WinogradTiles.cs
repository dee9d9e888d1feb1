using System.Runtime.CompilerServices;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Tasks.Kernels;

/// <summary>
/// The linear maps of F(2 x 2, 3 x 3) and their adjoints on one tile, for all its channels. An input tile is 4 x 4 and overlaps
/// its neighbours by two; an output tile is 2 x 2; between them lie 16 points where a convolution is a product.
/// </summary>
/// <remarks>
/// With, in one dimension, B'd = (d0 - d2, d1 + d2, d2 - d1, d1 - d3) and A'm = (m0 + m1 + m2, m1 - m2 - m3).
/// Reference: Lavin, Gray, 2015, "Fast algorithms for convolutional neural networks", section 4.1.
/// </remarks>
internal static unsafe class WinogradTiles<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    /// <summary>points = B' tile B.</summary>
    /// <param name="tile"><c>[4, 4, channels]</c>, rows <paramref name="row"/> floats apart.</param>
    /// <param name="row">Floats of a row of the image.</param>
    /// <param name="points">16 x <c>[channels]</c>, <paramref name="point"/> floats apart.</param>
    /// <param name="point">Floats from one point to the next.</param>
    /// <param name="channels">A multiple of the lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* tile, nint row, float* points, nint point, int channels)
    {
        for (var c = 0; c < channels; c += L.Count, tile += L.Count, points += L.Count)
        {
            InputColumn(tile, row, out var a0, out var a1, out var a2, out var a3);
            InputColumn(tile + channels, row, out var b0, out var b1, out var b2, out var b3);
            InputColumn(tile + 2 * channels, row, out var c0, out var c1, out var c2, out var c3);
            InputColumn(tile + 3 * channels, row, out var d0, out var d1, out var d2, out var d3);
            InputRow(a0, b0, c0, d0, points, point);
            InputRow(a1, b1, c1, d1, points + 4 * point, point);
            InputRow(a2, b2, c2, d2, points + 8 * point, point);
            InputRow(a3, b3, c3, d3, points + 12 * point, point);
        }
    }

    /// <summary>tile += B points B': the adjoint of <see cref="Input"/>.</summary>
    /// <param name="points">16 x <c>[channels]</c>, <paramref name="point"/> floats apart.</param>
    /// <param name="point">Floats from one point to the next.</param>
    /// <param name="tile"><c>[4, 4, channels]</c>, rows <paramref name="row"/> floats apart.</param>
    /// <param name="row">Floats of a row of the image.</param>
    /// <param name="channels">A multiple of the lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddInputAdjoint(float* points, nint point, float* tile, nint row, int channels)
    {
        for (var c = 0; c < channels; c += L.Count, tile += L.Count, points += L.Count)
        {
            InputAdjointRow(points, point, out var a0, out var b0, out var c0, out var d0);
            InputAdjointRow(points + 4 * point, point, out var a1, out var b1, out var c1, out var d1);
            InputAdjointRow(points + 8 * point, point, out var a2, out var b2, out var c2, out var d2);
            InputAdjointRow(points + 12 * point, point, out var a3, out var b3, out var c3, out var d3);
            AddInputAdjointColumn(a0, a1, a2, a3, tile, row);
            AddInputAdjointColumn(b0, b1, b2, b3, tile + channels, row);
            AddInputAdjointColumn(c0, c1, c2, c3, tile + 2 * channels, row);
            AddInputAdjointColumn(d0, d1, d2, d3, tile + 3 * channels, row);
        }
    }

    /// <summary>tile = max(floor, A' points A + bias); a NaN stays one.</summary>
    /// <param name="points">16 x <c>[channels]</c>, <paramref name="point"/> floats apart.</param>
    /// <param name="point">Floats from one point to the next.</param>
    /// <param name="bias"><c>[channels]</c></param>
    /// <param name="floor">0 for a ReLU, negative infinity for none.</param>
    /// <param name="tile"><c>[2, 2, channels]</c>, rows <paramref name="row"/> floats apart.</param>
    /// <param name="row">Floats of a row of the image.</param>
    /// <param name="channels">A multiple of the lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* points, nint point, float* bias, float floor, float* tile, nint row, int channels)
    {
        var lowest = L.Broadcast(floor);
        for (var c = 0; c < channels; c += L.Count, tile += L.Count, points += L.Count, bias += L.Count)
        {
            OutputRow(points, point, out var a0, out var b0);
            OutputRow(points + 4 * point, point, out var a1, out var b1);
            OutputRow(points + 8 * point, point, out var a2, out var b2);
            OutputRow(points + 12 * point, point, out var a3, out var b3);
            V shift = L.Load(bias), am = L.Add(a1, shift), bm = L.Add(b1, shift);
            L.Store(tile, L.Max(lowest, L.Add(L.Add(a0, am), a2)));
            L.Store(tile + channels, L.Max(lowest, L.Add(L.Add(b0, bm), b2)));
            L.Store(tile + row, L.Max(lowest, L.Sub(L.Sub(am, a2), a3)));
            L.Store(tile + row + channels, L.Max(lowest, L.Sub(L.Sub(bm, b2), b3)));
        }
    }

    /// <summary>points = A gated A', and bias += the sum of gated: the adjoint of <see cref="Output"/>.</summary>
    /// <param name="tile">Gradient of a tile <c>[2, 2, channels]</c>, <paramref name="row"/> and <paramref name="column"/> floats apart.</param>
    /// <param name="row">Floats from one row of the gradient to the next.</param>
    /// <param name="column">Floats from one column of the gradient to the next.</param>
    /// <param name="output">What <see cref="Output"/> answered, to gate the gradient by; null: there was no ReLU.</param>
    /// <param name="outputRow">Floats of a row of the output.</param>
    /// <param name="points">16 x <c>[channels]</c>, <paramref name="point"/> floats apart.</param>
    /// <param name="point">Floats from one point to the next.</param>
    /// <param name="bias"><c>[channels]</c></param>
    /// <param name="channels">A multiple of the lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputAdjoint(float* tile, nint row, nint column, float* output, nint outputRow, float* points, nint point, float* bias, int channels)
    {
        for (var c = 0; c < channels; c += L.Count, tile += L.Count, points += L.Count, bias += L.Count)
        {
            V a0 = L.Load(tile), b0 = L.Load(tile + column), a1 = L.Load(tile + row), b1 = L.Load(tile + row + column);
            if (output != null)
            {
                a0 = L.Gate(a0, L.Load(output));
                b0 = L.Gate(b0, L.Load(output + channels));
                a1 = L.Gate(a1, L.Load(output + outputRow));
                b1 = L.Gate(b1, L.Load(output + outputRow + channels));
                output += L.Count;
            }

            L.Store(bias, L.Add(L.Load(bias), L.Add(L.Add(a0, b0), L.Add(a1, b1))));
            OutputAdjointRow(a0, b0, points, point);
            OutputAdjointRow(L.Add(a0, a1), L.Add(b0, b1), points + 4 * point, point);
            OutputAdjointRow(L.Sub(a0, a1), L.Sub(b0, b1), points + 8 * point, point);
            OutputAdjointRow(L.Sub(L.Zero, a1), L.Sub(L.Zero, b1), points + 12 * point, point);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputColumn(float* tile, nint row, out V t0, out V t1, out V t2, out V t3)
    {
        V d0 = L.Load(tile), d1 = L.Load(tile + row), d2 = L.Load(tile + 2 * row), d3 = L.Load(tile + 3 * row);
        (t0, t1, t2, t3) = (L.Sub(d0, d2), L.Add(d1, d2), L.Sub(d2, d1), L.Sub(d1, d3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputRow(V d0, V d1, V d2, V d3, float* points, nint point)
    {
        L.Store(points, L.Sub(d0, d2));
        L.Store(points + point, L.Add(d1, d2));
        L.Store(points + 2 * point, L.Sub(d2, d1));
        L.Store(points + 3 * point, L.Sub(d1, d3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputAdjointRow(float* points, nint point, out V d0, out V d1, out V d2, out V d3)
    {
        V t0 = L.Load(points), t1 = L.Load(points + point), t2 = L.Load(points + 2 * point), t3 = L.Load(points + 3 * point);
        (d0, d1, d2, d3) = (t0, L.Add(L.Sub(t1, t2), t3), L.Sub(L.Add(t1, t2), t0), L.Sub(L.Zero, t3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddInputAdjointColumn(V t0, V t1, V t2, V t3, float* tile, nint row)
    {
        L.Store(tile, L.Add(L.Load(tile), t0));
        L.Store(tile + row, L.Add(L.Load(tile + row), L.Add(L.Sub(t1, t2), t3)));
        L.Store(tile + 2 * row, L.Add(L.Load(tile + 2 * row), L.Sub(L.Add(t1, t2), t0)));
        L.Store(tile + 3 * row, L.Sub(L.Load(tile + 3 * row), t3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OutputRow(float* points, nint point, out V y0, out V y1)
    {
        V m0 = L.Load(points), m1 = L.Load(points + point), m2 = L.Load(points + 2 * point), m3 = L.Load(points + 3 * point);
        (y0, y1) = (L.Add(L.Add(m0, m1), m2), L.Sub(L.Sub(m1, m2), m3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OutputAdjointRow(V y0, V y1, float* points, nint point)
    {
        L.Store(points, y0);
        L.Store(points + point, L.Add(y0, y1));
        L.Store(points + 2 * point, L.Sub(y0, y1));
        L.Store(points + 3 * point, L.Sub(L.Zero, y1));
    }
}
