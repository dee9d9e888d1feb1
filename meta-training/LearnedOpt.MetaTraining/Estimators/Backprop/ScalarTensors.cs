using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>Scalars of hand-designed rules as functions of theta, one value a particle.</summary>
internal static class ScalarTensors
{
    // As in the fused rules: 0.01 of theta is ten percent.
    private const double Gain = 10;

    /// <summary>A positive scalar, <c>initial exp(10 theta)</c>. float64 <c>[particles]</c></summary>
    public static Tensor Positive(double initial, Tensor theta) => (initial * (Gain * theta).clamp(-80, 80).exp()).clamp(1e-12, 1e12);

    /// <summary>A decay in (0, 1) whose log-odds are <c>logit(initial) + 10 theta</c>. float64 <c>[particles]</c></summary>
    public static Tensor Decay(double initial, Tensor theta) =>
        ((Gain * theta).clamp(-80, 80) + Math.Log(initial / (1 - initial))).sigmoid().clamp(1e-6, 1 - 1e-6);

    /// <summary>Scalars <c>[particles]</c> in the type and rank of a weight: <c>[particles, 1, ...]</c></summary>
    public static Tensor Like(this Tensor scalars, Tensor weight)
    {
        var shape = new long[weight.dim()];
        Array.Fill(shape, 1);
        shape[0] = scalars.shape[0];
        return scalars.to(weight.dtype).reshape(shape);
    }
}
