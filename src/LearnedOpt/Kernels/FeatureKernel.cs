using System.Runtime.CompilerServices;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>Where weights, gradients and state [slots, SlotStride] lie; null for nowhere.</summary>
internal unsafe struct FeatureSource
{
    public float* Weight, Gradient, State;

    public int SlotStride;
}

/// <summary>What the feature kernel reads and writes for a run of neighbouring elements of one tensor.</summary>
internal unsafe struct FeatureRun
{
    /// <summary>Weight and gradient of the first element; <see cref="Count"/> floats may be touched.</summary>
    public float* Weight, Gradient;

    /// <summary>Momenta, then second moment, of the first element: [slots, SlotStride], whole vectors may be touched.</summary>
    public float* State;

    public int SlotStride;

    public int Count;

    /// <summary>What is read next: kernels may bring it near.</summary>
    public FeatureSource Next;

    /// <summary>True to advance the state by one step; false to read it.</summary>
    public bool Advance;

    /// <summary>Features [channels, Stride] of the run, each times its entry of <see cref="Scale"/>.</summary>
    public float* Output;

    public int Stride;

    public float* Scale;

    /// <summary>Where squares of unscaled features are added up, by kernels that do so (see <see cref="KernelSet.SumsSquares"/>); or null.</summary>
    public double* Squares;
}

/// <summary>What stays the same for a whole step: which features there are, and their constants.</summary>
internal unsafe struct FeatureRecipe
{
    public bool Weight, Gradient, NormalisedGradient, SecondMoment;

    /// <summary>Momenta in the state; the first <see cref="Channels"/> of them are channels.</summary>
    public int Momenta, Channels, NormalisedMomenta;

    /// <summary>Pairs (keep, add) for each momentum: m = keep m + add g.</summary>
    public float* Decays;

    /// <summary>Which momenta also appear divided by sqrt(v).</summary>
    public int* NormalisedMomentum;

    /// <summary>How many channels' magnitudes are channels too, and which.</summary>
    public int Magnitudes;

    public int* Magnitude;

    public float SecondMomentKeep;

    /// <summary>1 / (1 - decay^(t + 1)): removes the bias of a second moment that began at zero.</summary>
    public float SecondMomentCorrection;

    public float Epsilon;

    /// <summary>Features are limited to [-Clip, Clip]; the largest float for no limit.</summary>
    public float Clip;
}

/// <summary>
/// Features of each element from (W, g, momenta, v). A gradient entry that is not finite counts as zero, and magnitudes
/// above 1e15 as 1e15, so that squares stay finite; a weight that is not finite gives the feature zero.
/// </summary>
internal static unsafe class FeatureKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(in FeatureRecipe recipe, in FeatureRun run)
    {
        V clip = L.Broadcast(recipe.Clip);
        V huge = L.Broadcast(1e15f);
        int stride = run.Stride;
        for (int e = 0; e < run.Count; e += L.Count)
        {
            int left = run.Count - e;
            float* y = run.Output + e;
            float* scale = run.Scale;
            V g = LaneMath<L, V>.Limit(L.Finite(LaneMath<L, V>.LoadUpTo(run.Gradient + e, left)), huge);
            if (recipe.Weight)
                Put(ref y, stride, ref scale, clip, LaneMath<L, V>.Limit(L.Finite(LaneMath<L, V>.LoadUpTo(run.Weight + e, left)), huge));
            if (recipe.Gradient)
                Put(ref y, stride, ref scale, clip, g);

            float* state = run.State + e;
            for (int k = 0; k < recipe.Momenta; k++, state += run.SlotStride)
            {
                V m = L.Load(state);
                if (run.Advance)
                {
                    m = L.FlushTiny(L.Fma(m, L.Broadcast(recipe.Decays[2 * k]), L.Mul(g, L.Broadcast(recipe.Decays[(2 * k) + 1]))));
                    L.Store(state, m);
                }

                if (k < recipe.Channels)
                    Put(ref y, stride, ref scale, clip, m);
            }

            if (recipe.SecondMoment)
                PutNormalised(recipe, run, e, state, g, ref y, ref scale, clip);

            // The source has its scale already, and the scale of a magnitude is that of its source.
            float* sources = run.Output + e;
            for (int k = 0; k < recipe.Magnitudes; k++, y += stride)
            {
                V x = L.Load(sources + (recipe.Magnitude[k] * stride));
                L.Store(y, L.Abs(x));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutNormalised(in FeatureRecipe recipe, in FeatureRun run, int e, float* state, V g, ref float* y, ref float* scale, V clip)
    {
        V v = L.Load(state);
        if (run.Advance)
        {
            V add = L.Mul(L.Mul(g, g), L.Broadcast(1f - recipe.SecondMomentKeep));
            v = L.FlushTiny(L.Fma(v, L.Broadcast(recipe.SecondMomentKeep), add));
            L.Store(state, v);
        }

        V root = L.Sqrt(L.Mul(v, L.Broadcast(recipe.SecondMomentCorrection)));
        V inverse = L.Div(L.Broadcast(1f), L.Add(root, L.Broadcast(recipe.Epsilon)));
        if (recipe.NormalisedGradient)
            Put(ref y, run.Stride, ref scale, clip, L.Mul(g, inverse));
        for (int k = 0; k < recipe.NormalisedMomenta; k++)
        {
            V m = L.Load(run.State + e + (recipe.NormalisedMomentum[k] * run.SlotStride));
            Put(ref y, run.Stride, ref scale, clip, L.Mul(m, inverse));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref float* y, int stride, ref float* scale, V clip, V x)
    {
        L.Store(y, L.Mul(LaneMath<L, V>.Limit(x, clip), L.Broadcast(*scale)));
        y += stride;
        scale++;
    }
}
