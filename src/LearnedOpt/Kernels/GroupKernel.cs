using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>Means over groups of neighbouring elements of a tile, and back.</summary>
internal static unsafe class GroupKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    /// <summary>means[c][i] = the mean of x[c][group i .. group i + group - 1]; rows of x may be read up to a vector further.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Means(float* x, int stride, int channels, int group, int groups, float* means, int meanStride)
    {
        float factor = 1f / group;
        int c = 0;
        for (; c + 4 <= channels; c += 4)
        {
            float* from = x + (c * stride);
            float* to = means + (c * meanStride);
            for (int i = 0; i < groups; i++, from += group, to++)
            {
                V a = L.Zero, b = L.Zero, d = L.Zero, f = L.Zero;
                for (int e = 0; e < group; e += L.Count)
                {
                    int left = group - e;
                    a = L.Add(a, Load(from + e, left));
                    b = L.Add(b, Load(from + stride + e, left));
                    d = L.Add(d, Load(from + (2 * stride) + e, left));
                    f = L.Add(f, Load(from + (3 * stride) + e, left));
                }

                Vector128<float> sums = L.Sums(a, b, d, f) * factor;
                to[0] = sums[0];
                to[meanStride] = sums[1];
                to[2 * meanStride] = sums[2];
                to[3 * meanStride] = sums[3];
            }
        }

        for (; c < channels; c++)
        {
            float* from = x + (c * stride);
            for (int i = 0; i < groups; i++, from += group)
            {
                V sum = L.Zero;
                for (int e = 0; e < group; e += L.Count)
                    sum = L.Add(sum, Load(from + e, group - e));
                means[(c * meanStride) + i] = L.Sum(sum) * factor;
            }
        }
    }

    /// <summary>y[c][e] += x[c][index[e]], index ascending without gaps; whole vectors of y are written, of x read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Spread(float* x, int stride, int* index, int channels, int count, float* y, int targetStride)
    {
        for (int e = 0; e < count; e += L.Count)
        {
            int first = index[e];
            for (int c = 0; c < channels; c++)
            {
                float* target = y + (c * targetStride) + e;
                L.Store(target, L.Add(L.Load(target), L.Pick(x + (c * stride), index + e, first)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load(float* p, int left) => left < L.Count ? L.KeepFirst(L.Load(p), left) : L.Load(p);
}
