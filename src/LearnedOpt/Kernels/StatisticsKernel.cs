using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>What the statistics kernel reads and adds to, for a run of neighbouring elements of one tensor [rows, rest].</summary>
internal unsafe struct StatisticsRun
{
    /// <summary>Channels [channels, Stride] of the run.</summary>
    public float* Tile;

    public int Stride, Channels, Count;

    /// <summary>Row-major position of the first element in the tensor.</summary>
    public long First;

    /// <summary>Elements in a row of the tensor.</summary>
    public long Rest;

    /// <summary>Sum of squares of each channel, or null.</summary>
    public double* Squares;

    /// <summary>Sum over each row [channels, RowStride], or null.</summary>
    public float* RowSums;

    /// <summary>Sum over the rows [channels, RestStride], or null.</summary>
    public float* RestSums;

    public int RowStride, RestStride;
}

/// <summary>Adds a run of elements to a tensor's sums. The order of additions depends on nothing but shape and width.</summary>
internal static unsafe class StatisticsKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(in StatisticsRun run)
    {
        if (run.Squares != null)
            AddSquares(run);
        if (run.RowSums == null && run.RestSums == null)
            return;
        long row = run.First / run.Rest;
        long column = run.First - (row * run.Rest);
        for (int e = 0; e < run.Count;)
        {
            int length = (int)Math.Min(run.Count - e, run.Rest - column);
            AddSegment(run, e, row, column, length);
            e += length;
            row++;
            column = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSquares(in StatisticsRun run)
    {
        for (int c = 0; c < run.Channels; c++)
        {
            float* x = run.Tile + (c * run.Stride);
            V sum = L.Zero;
            int e = 0;
            for (; e + L.Count <= run.Count; e += L.Count)
            {
                V value = L.Load(x + e);
                sum = L.Fma(value, value, sum);
            }

            if (e < run.Count)
            {
                V value = L.KeepFirst(L.Load(x + e), run.Count - e);
                sum = L.Fma(value, value, sum);
            }

            run.Squares[c] += L.Sum(sum);
        }
    }

    // Four channels at a time: their chains of additions overlap, and their sums over lanes are taken together.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSegment(in StatisticsRun run, int first, long row, long column, int length)
    {
        float* x = run.Tile + first;
        float* rest = run.RestSums == null ? null : run.RestSums + column;
        float* rows = run.RowSums == null ? null : run.RowSums + row;
        int c = 0;
        for (; c + 4 <= run.Channels; c += 4)
        {
            Vector128<float> sums = rest == null
                ? FourRows(x + (c * run.Stride), run.Stride, length)
                : FourRows(x + (c * run.Stride), run.Stride, length, rest + ((long)c * run.RestStride), run.RestStride);
            if (rows == null)
                continue;
            float* target = rows + ((long)c * run.RowStride);
            target[0] += sums[0];
            target[run.RowStride] += sums[1];
            target[2L * run.RowStride] += sums[2];
            target[3L * run.RowStride] += sums[3];
        }

        for (; c < run.Channels; c++)
        {
            float sum = OneRow(x + (c * run.Stride), length, rest == null ? null : rest + ((long)c * run.RestStride));
            if (rows != null)
                rows[(long)c * run.RowStride] += sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> FourRows(float* x, int stride, int length)
    {
        float* y = x + stride, z = y + stride, u = z + stride;
        V a = L.Zero, b = L.Zero, c = L.Zero, d = L.Zero;
        int e = 0;
        for (; e + L.Count <= length; e += L.Count)
        {
            a = L.Add(a, L.Load(x + e));
            b = L.Add(b, L.Load(y + e));
            c = L.Add(c, L.Load(z + e));
            d = L.Add(d, L.Load(u + e));
        }

        if (e < length)
        {
            int left = length - e;
            a = L.Add(a, L.KeepFirst(L.Load(x + e), left));
            b = L.Add(b, L.KeepFirst(L.Load(y + e), left));
            c = L.Add(c, L.KeepFirst(L.Load(z + e), left));
            d = L.Add(d, L.KeepFirst(L.Load(u + e), left));
        }

        return L.Sums(a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> FourRows(float* x, int stride, int length, float* rest, int restStride)
    {
        float* y = x + stride, z = y + stride, u = z + stride;
        float* s = rest + restStride, t = s + restStride, w = t + restStride;
        V a = L.Zero, b = L.Zero, c = L.Zero, d = L.Zero;
        int e = 0;
        for (; e + L.Count <= length; e += L.Count)
        {
            a = Take(a, L.Load(x + e), rest + e);
            b = Take(b, L.Load(y + e), s + e);
            c = Take(c, L.Load(z + e), t + e);
            d = Take(d, L.Load(u + e), w + e);
        }

        if (e < length)
        {
            int left = length - e;
            a = Take(a, L.KeepFirst(L.Load(x + e), left), rest + e);
            b = Take(b, L.KeepFirst(L.Load(y + e), left), s + e);
            c = Take(c, L.KeepFirst(L.Load(z + e), left), t + e);
            d = Take(d, L.KeepFirst(L.Load(u + e), left), w + e);
        }

        return L.Sums(a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Take(V sum, V value, float* rest)
    {
        L.Store(rest, L.Add(L.Load(rest), value));
        return L.Add(sum, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float OneRow(float* x, int length, float* rest)
    {
        V sum = L.Zero;
        for (int e = 0; e < length; e += L.Count)
        {
            V value = length - e < L.Count ? L.KeepFirst(L.Load(x + e), length - e) : L.Load(x + e);
            sum = L.Add(sum, value);
            if (rest != null)
                L.Store(rest + e, L.Add(L.Load(rest + e), value));
        }

        return L.Sum(sum);
    }
}
