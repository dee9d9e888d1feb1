using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LearnedOpt.Kernels;
using LearnedOpt.Kernels.Lanes;

namespace LearnedOpt.Tasks.Kernels;

/// <summary>
/// Cross-entropy of integer targets and its gradient while a row is in the first-level cache: one exponential a logit, where a
/// log-softmax and its derivative take two and five passes over memory. One for each vector width.
/// </summary>
internal abstract unsafe class SoftmaxKernel
{
    private static readonly Dictionary<SimdPath, SoftmaxKernel> Kernels = new()
    {
        [SimdPath.Scalar] = new SoftmaxKernel<LanesScalar, float>(),
        [SimdPath.Vector256] = new SoftmaxKernel<Lanes256, Vector256<float>>(),
        [SimdPath.Vector512] = new SoftmaxKernel<Lanes512, Vector512<float>>(),
    };

    public static SoftmaxKernel For(SimdPath path) => Kernels[path];

    /// <summary>Mean of log(sum_c exp(x_c)) - x_target over rows.</summary>
    /// <param name="logits"><c>[rows, classes]</c></param>
    /// <param name="targets"><c>[rows]</c>, each in 0 .. classes - 1.</param>
    /// <param name="rows">Number of examples.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="gradient">Receives (softmax(x) - onehot(target)) / rows; null: not wanted.</param>
    public abstract float Loss(float* logits, long* targets, int rows, int classes, float* gradient);
}

/// <inheritdoc cref="SoftmaxKernel"/>
internal sealed unsafe class SoftmaxKernel<L, V> : SoftmaxKernel
    where L : struct, ILanes<V>
    where V : struct
{
    // e^-80 of the largest term is nothing beside it, and further down the exponential is not defined.
    private const float Lowest = -80;

    public override float Loss(float* logits, long* targets, int rows, int classes, float* gradient)
    {
        var total = 0.0;
        for (var row = 0; row < rows; row++, logits += classes)
        {
            var largest = Largest(logits, classes);
            var sum = Exponentials(logits, classes, largest, gradient);
            total += Math.Log(sum) + largest - logits[targets[row]];
            if (gradient == null) continue;
            Scale(gradient, classes, 1 / (sum * rows));
            gradient[targets[row]] -= 1f / rows;
            gradient += classes;
        }

        return (float)(total / rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Largest(float* x, int classes)
    {
        var (c, largest) = (0, float.NegativeInfinity);
        if (classes >= L.Count)
        {
            var lanes = L.Load(x);
            for (c = L.Count; c + L.Count <= classes; c += L.Count) lanes = L.Max(lanes, L.Load(x + c));
            var each = stackalloc float[L.Count];
            L.Store(each, lanes);
            for (var lane = 0; lane < L.Count; lane++) largest = MathF.Max(largest, each[lane]);
        }

        for (; c < classes; c++) largest = MathF.Max(largest, x[c]);
        return largest;
    }

    // y[c] = exp(x[c] - largest), if y is given; their sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Exponentials(float* x, int classes, float largest, float* y)
    {
        V shift = L.Broadcast(largest), floor = L.Broadcast(Lowest), sum = L.Zero;
        for (var c = 0; c < classes; c += L.Count)
        {
            var e = LaneMath<L, V>.Exp(L.Max(floor, L.Sub(LaneMath<L, V>.LoadUpTo(x + c, classes - c), shift)));
            if (y != null) LaneMath<L, V>.StoreUpTo(y + c, e, classes - c);
            sum = L.Add(sum, classes - c < L.Count ? L.KeepFirst(e, classes - c) : e);
        }

        return L.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Scale(float* x, int classes, float factor)
    {
        var scale = L.Broadcast(factor);
        for (var c = 0; c < classes; c += L.Count) LaneMath<L, V>.StoreUpTo(x + c, L.Mul(scale, LaneMath<L, V>.LoadUpTo(x + c, classes - c)), classes - c);
    }
}
