using System.Numerics;
using System.Runtime.InteropServices;
using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>The CPU step of <see cref="HandDesignedRule"/>: one sweep over weights, gradient, momentum and second moment.</summary>
internal sealed unsafe class HandDesignedStepper : IStepper
{
    private const float Epsilon = 1e-8f;

    private readonly ThetaLayout layout;
    private readonly TensorSizes sizes;
    private readonly bool adam;
    private readonly FloatBuffer state;
    private readonly long[] offsets;
    private readonly int[] strides;
    private float factor, keep, keepSquares;

    public HandDesignedStepper(ThetaLayout layout, WeightSpace space, bool adam)
    {
        (this.layout, this.adam) = (layout, adam);
        sizes = new TensorSizes(space);
        strides = [.. space.Tensors.Select(tensor => FloatBuffer.RoundUp(tensor.Count))];
        offsets = new long[strides.Length];
        long total = 0;
        for (var t = 0; t < strides.Length; t++)
        {
            offsets[t] = total;
            total += strides[t] * (adam ? 2L : 1L);
        }

        state = new FloatBuffer(total);
    }

    public Memory<float> State => state.Memory;

    public void Bind(ReadOnlySpan<float> theta)
    {
        layout.RequireLength(theta.Length);
        factor = MathF.Exp(theta[0]);
        keep = Sigmoid(theta[1]);
        if (adam) keepSquares = Sigmoid(theta[2]);
    }

    public void Step(ReadOnlySpan<ParameterSlice> tensors, long step, float learningRate)
    {
        sizes.Require(tensors);
        for (var t = 0; t < tensors.Length; t++)
        {
            if (TensorSizes.Skips(tensors[t])) continue;
            var count = (int)tensors[t].Count;
            var weight = new Span<float>(tensors[t].Weight, count);
            var gradient = new ReadOnlySpan<float>(tensors[t].Gradient, count);
            var momentum = new Span<float>(state.Pointer + offsets[t], count);
            if (adam) Adam(weight, gradient, momentum, new Span<float>(state.Pointer + offsets[t] + strides[t], count), step, learningRate * factor);
            else Sgdm(weight, gradient, momentum, learningRate * factor);
        }
    }

    private void Adam(Span<float> weight, ReadOnlySpan<float> gradient, Span<float> m, Span<float> v, long step, float rate)
    {
        var correction = (float)(1 / Math.Sqrt(1 - Math.Pow(keepSquares, step + 1)));
        rate *= (float)(1 / (1 - Math.Pow(keep, step + 1)));
        var ws = Vectors(weight);
        var gs = Vectors(gradient);
        var ms = Vectors(m);
        var vs = Vectors(v);
        for (var i = 0; i < ws.Length; i++)
        {
            var g = Finite(gs[i]);
            ms[i] += (g - ms[i]) * (1 - keep);
            vs[i] += (g * g - vs[i]) * (1 - keepSquares);
            ws[i] -= rate * ms[i] / (Vector.SquareRoot(vs[i]) * correction + new Vector<float>(Epsilon));
        }

        for (var i = ws.Length * Vector<float>.Count; i < weight.Length; i++)
        {
            var g = float.IsFinite(gradient[i]) ? gradient[i] : 0;
            m[i] += (g - m[i]) * (1 - keep);
            v[i] += (g * g - v[i]) * (1 - keepSquares);
            weight[i] -= rate * m[i] / (MathF.Sqrt(v[i]) * correction + Epsilon);
        }
    }

    private void Sgdm(Span<float> weight, ReadOnlySpan<float> gradient, Span<float> m, float rate)
    {
        var ws = Vectors(weight);
        var gs = Vectors(gradient);
        var ms = Vectors(m);
        for (var i = 0; i < ws.Length; i++)
        {
            ms[i] = ms[i] * keep + Finite(gs[i]);
            ws[i] -= rate * ms[i];
        }

        for (var i = ws.Length * Vector<float>.Count; i < weight.Length; i++)
        {
            m[i] = m[i] * keep + (float.IsFinite(gradient[i]) ? gradient[i] : 0);
            weight[i] -= rate * m[i];
        }
    }

    // x - x is 0 where x is finite, and NaN, unequal to itself, where it is not.
    private static Vector<float> Finite(Vector<float> x)
    {
        var zero = x - x;
        return Vector.ConditionalSelect(Vector.Equals(zero, zero), x, Vector<float>.Zero);
    }

    private static Span<Vector<float>> Vectors(Span<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);
    private static ReadOnlySpan<Vector<float>> Vectors(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);
    private static float Sigmoid(float x) => (float)(1 / (1 + Math.Exp(-(double)x)));

    public void Reset() => state.Span.Clear();

    public void Dispose()
    {
    }
}
