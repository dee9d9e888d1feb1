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
                Vector128<float> sums = Four(from, stride, group) * factor;
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
                means[(c * meanStride) + i] = Four(from, 0, group)[0] * factor;
        }
    }

    // Eight at a time, and the rest, a single element of kernels with odd sides, one by one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four(float* x, int stride, int group)
    {
        float* y = x + stride, z = y + stride, u = z + stride;
        Vector128<float> sums = Vector128<float>.Zero;
        int e = 0;
        if (group >= 8 && L.Count >= 8)
        {
            Vector256<float> a = Vector256.Load(x), b = Vector256.Load(y), c = Vector256.Load(z), d = Vector256.Load(u);
            for (e = 8; e + 8 <= group; e += 8)
            {
                a += Vector256.Load(x + e);
                b += Vector256.Load(y + e);
                c += Vector256.Load(z + e);
                d += Vector256.Load(u + e);
            }

            sums = Lanes256.Sums(a, b, c, d);
        }

        for (; e < group; e++)
            sums += Vector128.Create(x[e], y[e], z[e], u[e]);
        return sums;
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
}
