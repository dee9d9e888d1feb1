using System.Runtime.CompilerServices;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>Tables over the rows and over the rest of a tensor [rows, rest], and the run of elements they are spread to.</summary>
internal unsafe struct StartRun
{
    /// <summary>Tile [channels, Stride] to fill for <see cref="Count"/> elements.</summary>
    public float* Output;

    public int Stride, Channels, Count;

    /// <summary>Row-major position of the first element in the tensor, and the elements in a row.</summary>
    public long First, Rest;

    /// <summary>Tables [channels, RowStride] and [channels, RestStride]; the second may be null.</summary>
    public float* RowTable, RestTable;

    public int RowStride, RestStride;

    /// <summary>True to add to the tile, false to overwrite it.</summary>
    public bool Accumulate;
}

/// <summary>Broadcasts: start[c][e] (+)= rowTable[c][row of e] + restTable[c][place of e in its row].</summary>
internal static unsafe class StartKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    /// <remarks>Whole vectors are overwritten, so up to a vector behind the run too.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(in StartRun run)
    {
        long row = run.First / run.Rest;
        long column = run.First - (row * run.Rest);
        if (!run.Accumulate && run.RestTable != null && column == 0 && run.Rest % L.Count == 0 && run.Count % run.Rest == 0)
        {
            WholeRows(run, row);
            return;
        }

        for (int first = 0; first < run.Count;)
        {
            int length = (int)Math.Min(run.Count - first, run.Rest - column);
            for (int c = 0; c < run.Channels; c++)
            {
                float* y = run.Output + (c * run.Stride) + first;
                V value = L.Broadcast(run.RowTable[((long)c * run.RowStride) + row]);
                float* rest = run.RestTable == null ? null : run.RestTable + ((long)c * run.RestStride) + column;
                int e = 0;
                if (!run.Accumulate && rest != null)
                {
                    for (; e < length; e += L.Count)
                        L.Store(y + e, L.Add(value, L.Load(rest + e)));
                    continue;
                }

                for (; e < length; e += L.Count)
                {
                    V x = rest == null ? value : L.Add(value, L.Load(rest + e));
                    if (run.Accumulate)
                        x = L.Add(L.Load(y + e), length - e < L.Count ? L.KeepFirst(x, length - e) : x);
                    L.Store(y + e, x);
                }
            }

            first += length;
            row++;
            column = 0;
        }
    }

    // Rows of whole vectors: what they share is loaded once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WholeRows(in StartRun run, long row)
    {
        int rest = (int)run.Rest;
        for (int c = 0; c < run.Channels; c++)
        {
            float* values = run.RowTable + ((long)c * run.RowStride) + row;
            for (int column = 0; column < rest; column += L.Count)
            {
                V shared = L.Load(run.RestTable + ((long)c * run.RestStride) + column);
                float* y = run.Output + (c * run.Stride) + column;
                float* value = values;
                for (int e = 0; e < run.Count; e += rest, value++)
                    L.Store(y + e, L.Add(shared, L.Broadcast(*value)));
            }
        }
    }
}
