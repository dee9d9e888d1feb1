using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LearnedOpt.Kernels;

namespace LearnedOpt.Benchmarks.Kernels;

/// <summary>
/// What this machine's multiply-add units can do at most: twelve independent chains of multiply-adds on registers, so that
/// neither latency nor memory holds them up. Two operations for each multiply-add.
/// </summary>
public static class FmaPeak
{
    private const int Chains = 12;

    /// <summary>Operations a second of one run of about a millisecond, one thread, at the given vector width.</summary>
    public static double Measure(SimdPath path)
    {
        const int rounds = 200_000;
        long begin = Stopwatch.GetTimestamp();
        sink = path switch
        {
            SimdPath.Vector512 => Run512(rounds),
            SimdPath.Vector256 => Run256(rounds),
            _ => RunScalar(rounds),
        };
        int width = path switch { SimdPath.Vector512 => 16, SimdPath.Vector256 => 8, _ => 1 };
        return 2.0 * Chains * width * rounds / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    // Results end up here, so that no chain can be left out.
    private static float sink;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run512(int rounds)
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(0.5f);
        Vector512<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run256(int rounds)
    {
        Vector256<float> x = Vector256.Create(0.999f), y = Vector256.Create(0.5f);
        Vector256<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float RunScalar(int rounds)
    {
        float x = 0.999f, y = 0.5f;
        float a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int round = 0; round < rounds; round++)
        {
            a = (a * x) + y;
            b = (b * x) + y;
            c = (c * x) + y;
            d = (d * x) + y;
            e = (e * x) + y;
            f = (f * x) + y;
            g = (g * x) + y;
            h = (h * x) + y;
            i = (i * x) + y;
            j = (j * x) + y;
            k = (k * x) + y;
            l = (l * x) + y;
        }

        return a + b + c + d + e + f + g + h + i + j + k + l;
    }
}
