using System.Runtime.CompilerServices;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSegment(in StatisticsRun run, int first, long row, long column, int length)
    {
        for (int c = 0; c < run.Channels; c++)
        {
            float* x = run.Tile + (c * run.Stride) + first;
            float* rest = run.RestSums == null ? null : run.RestSums + ((long)c * run.RestStride) + column;
            V sum = L.Zero;
            int e = 0;
            if (rest == null)
            {
                for (; e + L.Count <= length; e += L.Count)
                    sum = L.Add(sum, L.Load(x + e));
                if (e < length)
                    sum = L.Add(sum, L.KeepFirst(L.Load(x + e), length - e));
            }
            else
            {
                for (; e + L.Count <= length; e += L.Count)
                {
                    V value = L.Load(x + e);
                    sum = L.Add(sum, value);
                    L.Store(rest + e, L.Add(L.Load(rest + e), value));
                }

                if (e < length)
                {
                    V value = L.KeepFirst(L.Load(x + e), length - e);
                    sum = L.Add(sum, value);
                    L.Store(rest + e, L.Add(L.Load(rest + e), value));
                }
            }

            if (run.RowSums != null)
                run.RowSums[((long)c * run.RowStride) + row] += L.Sum(sum);
        }
    }
}
