using System.Runtime.CompilerServices;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>The last step of a rule for a run of neighbouring elements of one tensor.</summary>
internal unsafe struct UpdateRun
{
    /// <summary>Weights of the run; <see cref="Count"/> floats may be touched.</summary>
    public float* Weight;

    public int Count;

    /// <summary>The hand-designed direction, times <see cref="BaseScale"/>; or null.</summary>
    public float* Base;

    public float BaseScale;

    /// <summary>The network's direction, times <see cref="DirectionScale"/>; or null.</summary>
    public float* Direction;

    public float DirectionScale, DirectionLimit;

    /// <summary>The network's logarithmic magnitude, or null.</summary>
    public float* Magnitude;

    /// <summary>Added to every magnitude of the run, before the limits.</summary>
    public float MagnitudeOffset;

    public float MagnitudeLow, MagnitudeHigh;

    public float Rate;
}

/// <summary>
/// W -= rate (baseScale base + directionScale soft(d)) exp(clamp(m + offset)), with soft(d) = d / sqrt(1 + (d / limit)^2).
/// A step that is not finite counts as zero.
/// </summary>
internal static unsafe class UpdateKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(in UpdateRun run) => Part(run, run.Direction, run.Magnitude);

    /// <summary>The same as a part of a larger kernel, with outputs of the network that are given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Part(in UpdateRun run, float* direction, float* magnitude)
    {
        V one = L.Broadcast(1f);
        V inverseLimit = L.Broadcast(1f / run.DirectionLimit);
        V minusRate = L.Broadcast(-run.Rate);
        for (int e = 0; e < run.Count; e += L.Count)
        {
            int left = run.Count - e;
            V step = run.Base == null ? L.Zero : L.Mul(L.Load(run.Base + e), L.Broadcast(run.BaseScale));
            if (direction != null)
            {
                V d = L.Load(direction + e);
                V ratio = L.Mul(d, inverseLimit);
                d = L.Div(d, L.Sqrt(L.Fma(ratio, ratio, one)));
                step = L.Fma(d, L.Broadcast(run.DirectionScale), step);
            }

            step = L.Mul(step, minusRate);
            if (magnitude != null)
            {
                V m = L.Max(L.Min(L.Add(L.Load(magnitude + e), L.Broadcast(run.MagnitudeOffset)), L.Broadcast(run.MagnitudeHigh)), L.Broadcast(run.MagnitudeLow));
                step = L.Mul(step, LaneMath<L, V>.Exp(m));
            }

            V weight = LaneMath<L, V>.LoadUpTo(run.Weight + e, left);
            LaneMath<L, V>.StoreUpTo(run.Weight + e, L.Add(weight, L.Finite(step)), left);
        }
    }
}
