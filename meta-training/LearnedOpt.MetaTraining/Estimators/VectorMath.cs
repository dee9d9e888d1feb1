using System.Numerics;
using System.Runtime.InteropServices;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>Element-wise arithmetic whose result does not depend on the vector width.</summary>
internal static class VectorMath
{
    /// <summary>target += scale * values, each product rounded before it is added.</summary>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> values, float scale)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(target);
        var b = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (var i = 0; i < a.Length; i++) a[i] += b[i] * scale;
        for (var i = a.Length * Vector<float>.Count; i < target.Length; i++) target[i] += values[i] * scale;
    }
}
