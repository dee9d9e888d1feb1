using static TorchSharp.torch;

namespace LearnedOpt.Functionals;

/// <summary>Evaluates a functional: <see cref="TorchEvaluator"/> on any device and differentiable, <see cref="FusedEvaluator"/> fast on the CPU.</summary>
public interface IFunctionalEvaluator : IDisposable
{
    /// <summary>The functional.</summary>
    FunctionalModel Model { get; }

    /// <summary><c>y = f_theta(x)</c>.</summary>
    /// <param name="theta"><c>[theta]</c> or <c>[1, theta]</c>: one for all particles; <c>[particles, theta]</c>: each its own.</param>
    /// <param name="features">Packed, <c>[particles, input channels, elements]</c>; see <see cref="FeaturePacking"/>. Without the constant channels, if those are given apart.</param>
    /// <param name="constants">
    /// The last input channels, if they have one value over each tensor (time, a layer's depth): <c>[tensors, constant channels]</c>, or
    /// <c>[constant channels]</c> if it is the same over all. For all particles. See <see cref="FeaturePacking.WithConstants"/>.
    /// </param>
    /// <returns><c>[particles, output channels, elements]</c>; the caller disposes it.</returns>
    Tensor Evaluate(Tensor theta, Tensor features, Tensor? constants = null);
}
