using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Kernels;

/// <summary>What the kernel reads and writes for a run of neighbouring elements of one tensor.</summary>
internal unsafe struct AdafactorRun
{
    /// <summary>Weight and gradient of the first element; <see cref="Count"/> floats may be touched.</summary>
    public float* Weight, Gradient;

    /// <summary>Three momenta, the second moment, and for tensors that are not factored three more: [4 or 7, SlotStride].</summary>
    public float* State;

    public int SlotStride, Count;

    /// <summary>True to advance the state by one step; false to read it.</summary>
    public bool Advance;

    /// <summary>Values, roots and factors of rows, then of columns [18, Stride]; null where the tensor is not factored.</summary>
    public float* Factors;

    /// <summary>Features [30, Stride].</summary>
    public float* Output;

    public int Stride;
}

/// <summary>What stays the same for a whole step.</summary>
internal unsafe struct AdafactorRecipe
{
    /// <summary>Decays of the three momenta, of the second moment, and of the three factored moments [7].</summary>
    public float* Decays;

    /// <summary>Gradients are limited to this magnitude.</summary>
    public float GradientLimit;

    /// <summary>Added to the second moment under the root.</summary>
    public float RootEpsilon;

    /// <summary>Added to a moment that is not factored, under the root that divides the momentum.</summary>
    public float MomentumEpsilon;
}

/// <summary>
/// The 30 features of each element that rules of the Adafactor family see: g, clip(g), W, m [3], v, m / sqrt(v) [3], 1 / sqrt(v),
/// Adafactor's g [3], g / sqrt(v), rows [3], columns [3], their inverse roots [3, 3], Adafactor's m [3].
/// A gradient entry that is not finite counts as zero.
/// </summary>
internal static unsafe class AdafactorKernel<L, V>
    where L : struct, ILanes<V>
    where V : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in AdafactorRecipe recipe, in AdafactorRun run)
    {
        V limit = L.Broadcast(recipe.GradientLimit), huge = L.Broadcast(1e15f), one = L.Broadcast(1f);
        long stride = run.Stride;
        for (int e = 0; e < run.Count; e += L.Count)
        {
            int left = run.Count - e;
            float* y = run.Output + e;
            float* state = run.State + e;
            V g = LaneMath<L, V>.Limit(L.Finite(LaneMath<L, V>.LoadUpTo(run.Gradient + e, left)), limit);
            V square = L.Mul(g, g);
            if (run.Advance)
                AdvanceMoments(recipe, run, state, g, square);
            V v = L.Load(state + (3L * run.SlotStride));
            V inverse = L.Div(one, L.Sqrt(L.Add(v, L.Broadcast(recipe.RootEpsilon))));
            L.Store(y, g);
            L.Store(y + stride, LaneMath<L, V>.Limit(g, L.Broadcast(0.1f)));
            L.Store(y + (2 * stride), LaneMath<L, V>.Limit(L.Finite(LaneMath<L, V>.LoadUpTo(run.Weight + e, left)), huge));
            L.Store(y + (6 * stride), v);
            L.Store(y + (10 * stride), inverse);
            L.Store(y + (14 * stride), L.Mul(g, inverse));
            for (int k = 0; k < 3; k++)
            {
                V m = L.Load(state + (k * (long)run.SlotStride));
                L.Store(y + ((3 + k) * stride), m);
                L.Store(y + ((7 + k) * stride), L.Mul(m, inverse));
                if (run.Factors != null)
                    PutFactored(run, e, k, g, m);
                else
                    PutPlain(recipe, run, e, k, g, m);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AdvanceMoments(in AdafactorRecipe recipe, in AdafactorRun run, float* state, V g, V square)
    {
        for (int k = 0; k < 4; k++)
        {
            float* p = state + (k * (long)run.SlotStride);
            V add = L.Mul(k < 3 ? g : square, L.Broadcast(1f - recipe.Decays[k]));
            L.Store(p, L.FlushTiny(L.Fma(L.Load(p), L.Broadcast(recipe.Decays[k]), add)));
        }

        for (int k = 4; k < 7 && run.Factors == null; k++)
        {
            float* p = state + (k * (long)run.SlotStride);
            V add = L.Mul(L.Add(square, L.Broadcast(1e-30f)), L.Broadcast(1f - recipe.Decays[k]));
            L.Store(p, L.Fma(L.Load(p), L.Broadcast(recipe.Decays[k]), add));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutFactored(in AdafactorRun run, int e, int k, V g, V m)
    {
        long stride = run.Stride;
        float* y = run.Output + e;
        float* row = run.Factors + (k * stride) + e;
        float* column = row + (9 * stride);
        V factor = L.Mul(L.Load(row + (6 * stride)), L.Load(column + (6 * stride)));
        L.Store(y + ((11 + k) * stride), L.Mul(g, factor));
        L.Store(y + ((15 + k) * stride), L.Load(row));
        L.Store(y + ((18 + k) * stride), L.Load(column));
        L.Store(y + ((21 + k) * stride), L.Load(row + (3 * stride)));
        L.Store(y + ((24 + k) * stride), L.Load(column + (3 * stride)));
        L.Store(y + ((27 + k) * stride), L.Mul(m, factor));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutPlain(in AdafactorRecipe recipe, in AdafactorRun run, int e, int k, V g, V m)
    {
        long stride = run.Stride;
        float* y = run.Output + e;
        V v = L.Load(run.State + e + ((4 + k) * (long)run.SlotStride));
        V root = L.Div(L.Broadcast(1f), L.Sqrt(L.Add(v, L.Broadcast(1e-8f))));
        L.Store(y + ((11 + k) * stride), L.Div(g, L.Sqrt(L.Add(v, L.Broadcast(1e-9f)))));
        L.Store(y + ((15 + k) * stride), v);
        L.Store(y + ((18 + k) * stride), v);
        L.Store(y + ((21 + k) * stride), root);
        L.Store(y + ((24 + k) * stride), root);
        V divisor = L.Sqrt(L.Max(L.Add(v, L.Broadcast(recipe.MomentumEpsilon)), L.Broadcast(1e-36f)));
        L.Store(y + ((27 + k) * stride), L.Div(m, divisor));
    }
}

/// <summary>Picks the width.</summary>
internal static class AdafactorKernel
{
    public static void Run(SimdPath path, in AdafactorRecipe recipe, in AdafactorRun run)
    {
        switch (path)
        {
            case SimdPath.Vector512: AdafactorKernel<Lanes512, Vector512<float>>.Run(recipe, run); break;
            case SimdPath.Vector256: AdafactorKernel<Lanes256, Vector256<float>>.Run(recipe, run); break;
            default: AdafactorKernel<LanesScalar, float>.Run(recipe, run); break;
        }
    }
}
