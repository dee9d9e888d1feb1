using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>
/// Scalars of hand-designed rules as meta-parameters: theta 0 is the initial value, and a change of 0.01, the usual size of
/// a perturbation, is ten percent.
/// </summary>
internal static class LearnedScalar
{
    private const float Gain = 10f;

    /// <summary>A positive scalar: initial exp(10 theta), limited to 1e-12 .. 1e12.</summary>
    public static float Positive(float initial, float theta) =>
        float.IsNaN(theta) ? initial : (float)Math.Clamp(initial * Math.Exp(Math.Clamp(Gain * theta, -80f, 80f)), 1e-12, 1e12);

    /// <summary>A decay in (0, 1): 1 - decay = (1 - initial) in log-odds plus 10 theta, limited to 1e-6 .. 1 - 1e-6.</summary>
    public static float Decay(float initial, float theta)
    {
        if (float.IsNaN(theta))
            return initial;
        double odds = initial / (1.0 - initial) * Math.Exp(Math.Clamp(Gain * theta, -80f, 80f));
        return (float)Math.Clamp(odds / (1 + odds), 1e-6, 1 - 1e-6);
    }

    /// <summary><see cref="Positive(float, float)"/> of each element, float64.</summary>
    public static Tensor Positive(float initial, Tensor theta) => (initial * Exponential(theta)).clamp(1e-12, 1e12);

    /// <summary><see cref="Decay(float, float)"/> of each element, float64.</summary>
    public static Tensor Decay(float initial, Tensor theta)
    {
        var odds = initial / (1.0 - initial) * Exponential(theta);
        return (odds / (1 + odds)).clamp(1e-6, 1 - 1e-6);
    }

    private static Tensor Exponential(Tensor theta) => (Gain * theta).clamp(-80, 80).exp();
}
