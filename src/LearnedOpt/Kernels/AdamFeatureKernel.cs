using System.Runtime.CompilerServices;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>
/// <see cref="FeatureKernel{L, V}"/> for the ten channels W, g, four momenta, g / sqrt(v) and the last three momenta / sqrt(v), without
/// limits, and the magnitudes of W, g and the second momentum / sqrt(v): the same values, every channel in a register of its own.
/// </summary>
internal static unsafe class AdamFeatureKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    /// <summary>True when a recipe describes these channels.</summary>
    public static bool Fits(in FeatureRecipe recipe) =>
        recipe is { Weight: true, Gradient: true, NormalisedGradient: true, SecondMoment: true, Momenta: 4, Channels: 4, NormalisedMomenta: 3, Clip: float.MaxValue }
        && recipe.NormalisedMomentum[0] == 1 && recipe.NormalisedMomentum[1] == 2 && recipe.NormalisedMomentum[2] == 3
        && (recipe.Magnitudes == 0 || (recipe.Magnitudes == 3 && recipe.Magnitude[0] == 0 && recipe.Magnitude[1] == 1 && recipe.Magnitude[2] == 7));

    /// <summary>Advances the state of a run; its features, unscaled, are written where there is an output, and their squares added up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Advance(in FeatureRecipe recipe, in FeatureRun run)
    {
        float* d = recipe.Decays;
        V sw = L.Zero, sg = L.Zero, s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero, t0 = L.Zero, t1 = L.Zero, t2 = L.Zero, t3 = L.Zero;
        int slot = run.SlotStride, stride = run.Stride;
        for (int e = 0; e < run.Count; e += L.Count)
        {
            int left = run.Count - e;
            V g = Limited(LaneMath<L, V>.LoadUpTo(run.Gradient + e, left)), w = Limited(LaneMath<L, V>.LoadUpTo(run.Weight + e, left));
            float* state = run.State + e;
            V m0 = Momentum(state, d, g), m1 = Momentum(state + slot, d + 2, g), m2 = Momentum(state + (2L * slot), d + 4, g), m3 = Momentum(state + (3L * slot), d + 6, g);
            V inverse = Inverse(recipe, SecondMoment(recipe, state + (4L * slot), g));
            V n0 = L.Mul(g, inverse), n1 = L.Mul(m1, inverse), n2 = L.Mul(m2, inverse), n3 = L.Mul(m3, inverse);
            sw = L.Fma(w, w, sw);
            sg = L.Fma(g, g, sg);
            s0 = L.Fma(m0, m0, s0);
            s1 = L.Fma(m1, m1, s1);
            s2 = L.Fma(m2, m2, s2);
            s3 = L.Fma(m3, m3, s3);
            t0 = L.Fma(n0, n0, t0);
            t1 = L.Fma(n1, n1, t1);
            t2 = L.Fma(n2, n2, t2);
            t3 = L.Fma(n3, n3, t3);
            if (run.Output != null)
                Put(run.Output + e, stride, recipe.Magnitudes > 0, w, g, m0, m1, m2, m3, n0, n1, n2, n3);
        }

        double* squares = run.Squares;
        if (squares == null)
            return;
        squares[0] += L.Sum(sw);
        squares[1] += L.Sum(sg);
        squares[2] += L.Sum(s0);
        squares[3] += L.Sum(s1);
        squares[4] += L.Sum(s2);
        squares[5] += L.Sum(s3);
        squares[6] += L.Sum(t0);
        squares[7] += L.Sum(t1);
        squares[8] += L.Sum(t2);
        squares[9] += L.Sum(t3);
    }

    /// <summary>The features of a run, each times its scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Read(in FeatureRecipe recipe, in FeatureRun run)
    {
        float* scale = run.Scale;
        int slot = run.SlotStride, stride = run.Stride;
        for (int e = 0; e < run.Count; e += L.Count)
        {
            int left = run.Count - e;
            V g = Limited(LaneMath<L, V>.LoadUpTo(run.Gradient + e, left)), w = Limited(LaneMath<L, V>.LoadUpTo(run.Weight + e, left));
            float* state = run.State + e;
            if (run.Next.Weight != null)
                Prefetch(run.Next.Weight + e, run.Next.Gradient + e, run.Next.State + e, run.Next.SlotStride);
            V m0 = L.Load(state), m1 = L.Load(state + slot), m2 = L.Load(state + (2L * slot)), m3 = L.Load(state + (3L * slot));
            V inverse = Inverse(recipe, L.Load(state + (4L * slot)));
            Put(
                run.Output + e, stride, recipe.Magnitudes > 0, L.Mul(w, L.Broadcast(scale[0])), L.Mul(g, L.Broadcast(scale[1])),
                L.Mul(m0, L.Broadcast(scale[2])), L.Mul(m1, L.Broadcast(scale[3])), L.Mul(m2, L.Broadcast(scale[4])), L.Mul(m3, L.Broadcast(scale[5])),
                L.Mul(L.Mul(g, inverse), L.Broadcast(scale[6])), L.Mul(L.Mul(m1, inverse), L.Broadcast(scale[7])),
                L.Mul(L.Mul(m2, inverse), L.Broadcast(scale[8])), L.Mul(L.Mul(m3, inverse), L.Broadcast(scale[9])));
        }
    }

    /// <summary>Brings near what features are computed from: nine arrays and more are too many for the processor to see them coming.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* weight, float* gradient, float* state, long slot)
    {
        L.Prefetch(weight);
        L.Prefetch(gradient);
        for (int k = 0; k < 5; k++)
            L.Prefetch(state + (k * slot));
    }

    /// <summary>A weight or gradient as features take it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Limited(V x) => LaneMath<L, V>.Limit(L.Finite(x), L.Broadcast(1e15f));

    /// <summary>Advances a momentum of which <paramref name="decay"/> holds the pair (keep, add).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Momentum(float* state, float* decay, V g)
    {
        V m = L.FlushTiny(L.Fma(L.Load(state), L.Broadcast(decay[0]), L.Mul(g, L.Broadcast(decay[1]))));
        L.Store(state, m);
        return m;
    }

    /// <summary>Advances the second moment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SecondMoment(in FeatureRecipe recipe, float* state, V g)
    {
        V add = L.Mul(L.Mul(g, g), L.Broadcast(1f - recipe.SecondMomentKeep));
        V v = L.FlushTiny(L.Fma(L.Load(state), L.Broadcast(recipe.SecondMomentKeep), add));
        L.Store(state, v);
        return v;
    }

    /// <summary>1 / sqrt(v), as features are divided by it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Inverse(in FeatureRecipe recipe, V v) =>
        L.Div(L.Broadcast(1f), L.Add(L.Sqrt(L.Mul(v, L.Broadcast(recipe.SecondMomentCorrection))), L.Broadcast(recipe.Epsilon)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* y, int stride, bool magnitudes, V w, V g, V m0, V m1, V m2, V m3, V n0, V n1, V n2, V n3)
    {
        L.Store(y, w);
        L.Store(y + stride, g);
        L.Store(y + (2L * stride), m0);
        L.Store(y + (3L * stride), m1);
        L.Store(y + (4L * stride), m2);
        L.Store(y + (5L * stride), m3);
        L.Store(y + (6L * stride), n0);
        L.Store(y + (7L * stride), n1);
        L.Store(y + (8L * stride), n2);
        L.Store(y + (9L * stride), n3);
        if (!magnitudes)
            return;
        L.Store(y + (10L * stride), L.Abs(w));
        L.Store(y + (11L * stride), L.Abs(g));
        L.Store(y + (12L * stride), L.Abs(n1));
    }
}
