using System.Runtime.CompilerServices;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Tasks.Kernels;

/// <summary>
/// Small matrix products y[r][n] = start + sum_d a[r * rowStride + d * depthStride] b[d][n]: eight rows by one vector of columns at
/// a time, so that each load of b serves eight products and the eight running sums hide the latency of the multiply-add.
/// </summary>
internal static unsafe class ProductKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    /// <param name="a">Read one float at a time.</param>
    /// <param name="rowStride">Floats from one row of a to the next.</param>
    /// <param name="depthStride">Floats from one term of the sum to the next.</param>
    /// <param name="b"><c>[depth, columns]</c></param>
    /// <param name="y"><c>[rows, columns]</c></param>
    /// <param name="rows">Of a and y.</param>
    /// <param name="depth">Terms of each sum.</param>
    /// <param name="columns">A multiple of the lanes.</param>
    /// <param name="adds">Whether the sums begin at what y holds, else at 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(float* a, nint rowStride, nint depthStride, float* b, float* y, int rows, int depth, int columns, bool adds)
    {
        for (var n = 0; n < columns; n += L.Count)
        {
            var r = 0;
            for (; r + 8 <= rows; r += 8) Eight(a + r * rowStride, rowStride, depthStride, b + n, y + (nint)r * columns + n, depth, columns, adds);
            for (; r < rows; r++) One(a + r * rowStride, depthStride, b + n, y + (nint)r * columns + n, depth, columns, adds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* a, nint r1, nint depthStride, float* b, float* y, int depth, nint columns, bool adds)
    {
        nint r2 = 2 * r1, r3 = 3 * r1, r4 = 4 * r1, r5 = 5 * r1, r6 = 6 * r1, r7 = 7 * r1;
        V y0 = L.Zero, y1 = y0, y2 = y0, y3 = y0, y4 = y0, y5 = y0, y6 = y0, y7 = y0;
        if (adds)
        {
            y0 = L.Load(y);
            y1 = L.Load(y + columns);
            y2 = L.Load(y + 2 * columns);
            y3 = L.Load(y + 3 * columns);
            y4 = L.Load(y + 4 * columns);
            y5 = L.Load(y + 5 * columns);
            y6 = L.Load(y + 6 * columns);
            y7 = L.Load(y + 7 * columns);
        }

        for (var d = 0; d < depth; d++, a += depthStride, b += columns)
        {
            var column = L.Load(b);
            y0 = L.Fma(L.Broadcast(a[0]), column, y0);
            y1 = L.Fma(L.Broadcast(a[r1]), column, y1);
            y2 = L.Fma(L.Broadcast(a[r2]), column, y2);
            y3 = L.Fma(L.Broadcast(a[r3]), column, y3);
            y4 = L.Fma(L.Broadcast(a[r4]), column, y4);
            y5 = L.Fma(L.Broadcast(a[r5]), column, y5);
            y6 = L.Fma(L.Broadcast(a[r6]), column, y6);
            y7 = L.Fma(L.Broadcast(a[r7]), column, y7);
        }

        L.Store(y, y0);
        L.Store(y + columns, y1);
        L.Store(y + 2 * columns, y2);
        L.Store(y + 3 * columns, y3);
        L.Store(y + 4 * columns, y4);
        L.Store(y + 5 * columns, y5);
        L.Store(y + 6 * columns, y6);
        L.Store(y + 7 * columns, y7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One(float* a, nint depthStride, float* b, float* y, int depth, nint columns, bool adds)
    {
        var sum = adds ? L.Load(y) : L.Zero;
        for (var d = 0; d < depth; d++, a += depthStride, b += columns) sum = L.Fma(L.Broadcast(*a), L.Load(b), sum);
        L.Store(y, sum);
    }
}
