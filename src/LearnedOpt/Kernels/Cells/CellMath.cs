using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels.Cells;

/// <summary>Sums of whole cells and over their entries. Counts are floats, multiples of sixteen.</summary>
internal static unsafe class CellMath<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    /// <summary>target += scale * source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Add(float* target, float* source, int count, float scale)
    {
        V times = L.Broadcast(scale);
        for (int i = 0; i < count; i += L.Count)
            L.Store(target + i, L.Fma(L.Load(source + i), times, L.Load(target + i)));
    }

    /// <summary>target += the sum of three neighbouring cells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddThree(float* target, float* source, int stride, int count)
    {
        for (int i = 0; i < count; i += L.Count)
        {
            V sum = L.Add(L.Add(L.Load(source + i), L.Load(source + stride + i)), L.Load(source + (2L * stride) + i));
            L.Store(target + i, L.Add(L.Load(target + i), sum));
        }
    }

    /// <summary>target *= scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Scale(float* target, int count, float scale)
    {
        V times = L.Broadcast(scale);
        for (int i = 0; i < count; i += L.Count)
            L.Store(target + i, L.Mul(L.Load(target + i), times));
    }

    /// <summary>target[16 c] += the sum of the entries of channel c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddEntries(float* target, float* source, int channels)
    {
        int c = 0;
        for (; c + 4 <= channels; c += 4, target += 4 * CellGrid.Lanes, source += 4 * CellGrid.Lanes)
        {
            Vector128<float> sums = FourSums(Quarter(source), Quarter(source + 16), Quarter(source + 32), Quarter(source + 48));
            target[0] += sums[0];
            target[16] += sums[1];
            target[32] += sums[2];
            target[48] += sums[3];
        }

        for (; c < channels; c++, target += CellGrid.Lanes, source += CellGrid.Lanes)
            *target += Vector128.Sum(Quarter(source));
    }

    // Sixteen entries added up to four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Quarter(float* p)
    {
        Vector256<float> half = Vector256.Load(p) + Vector256.Load(p + 8);
        return half.GetLower() + half.GetUpper();
    }

    // The sums of four vectors: transposed halves added, twice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> FourSums(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        if (!Sse3.IsSupported)
            return Vector128.Create(Vector128.Sum(a), Vector128.Sum(b), Vector128.Sum(c), Vector128.Sum(d));
        return Sse3.HorizontalAdd(Sse3.HorizontalAdd(a, b), Sse3.HorizontalAdd(c, d));
    }

    /// <summary>y[16 o] += sum over segments and i of W[i][o] x[16 i], each W row-major [channelsIn, outputs]: outputs are the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void AddProducts(float** x, float** w, int segments, int channelsIn, int outputs, float* y)
    {
        float* sums = stackalloc float[CellGrid.Lanes];
        int o = 0;
        for (; o < outputs; o += L.Count)
        {
            int left = outputs - o;
            V a = L.Zero, b = L.Zero, c = L.Zero, d = L.Zero;
            for (int s = 0; s < segments; s++)
            {
                float* from = x[s];
                float* row = w[s] + o;
                int i = 0;
                for (; i + 4 <= channelsIn; i += 4, from += 64, row += 4L * outputs)
                {
                    a = L.Fma(LaneMath<L, V>.LoadUpTo(row, left), L.Broadcast(from[0]), a);
                    b = L.Fma(LaneMath<L, V>.LoadUpTo(row + outputs, left), L.Broadcast(from[16]), b);
                    c = L.Fma(LaneMath<L, V>.LoadUpTo(row + (2L * outputs), left), L.Broadcast(from[32]), c);
                    d = L.Fma(LaneMath<L, V>.LoadUpTo(row + (3L * outputs), left), L.Broadcast(from[48]), d);
                }

                for (; i < channelsIn; i++, from += 16, row += outputs)
                    a = L.Fma(LaneMath<L, V>.LoadUpTo(row, left), L.Broadcast(*from), a);
            }

            L.Store(sums, L.Add(L.Add(a, b), L.Add(c, d)));
            for (int lane = 0; lane < Math.Min(left, L.Count); lane++)
                y[(o + lane) * CellGrid.Lanes] += sums[lane];
        }
    }
}
