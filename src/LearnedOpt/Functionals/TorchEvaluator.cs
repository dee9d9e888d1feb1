using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Functionals;

/// <summary>
/// Evaluates a functional with torch operators: on any device, for a batch of particles, differentiable (twice) with respect to
/// theta and features. Follows the factored plans, so cost is linear in parameters, not in basis terms.
/// </summary>
/// <remarks>Not safe for several threads at once. Dispose it: it keeps a few index tensors.</remarks>
public sealed class TorchEvaluator : IFunctionalEvaluator
{
    private readonly TorchLayer[] _layers;

    /// <summary>Prepares the evaluation of a functional.</summary>
    public TorchEvaluator(FunctionalModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        _layers = [.. model.Layers.Select(layer => new TorchLayer(layer.Plan))];
    }

    /// <summary>The functional.</summary>
    public FunctionalModel Model { get; }

    /// <summary><c>y = f_theta(x)</c>.</summary>
    /// <param name="theta"><c>[theta]</c> or <c>[1, theta]</c>: one for all particles; <c>[particles, theta]</c>: each its own.</param>
    /// <param name="features">Packed, <c>[particles, input channels, elements]</c>; see <see cref="FeaturePacking"/>.</param>
    /// <param name="dropout">Share of hidden features set to zero after each ReLU, the rest scaled up; 0 for none.</param>
    /// <param name="constants">The last input channels, if given apart: <c>[tensors, constant channels]</c> or <c>[constant channels]</c>.</param>
    /// <returns><c>[particles, output channels, elements]</c>; the caller disposes it. Intermediate tensors belong to the caller's dispose scope.</returns>
    /// <exception cref="WeightSpaceException">Features or theta are of another model.</exception>
    public Tensor Evaluate(Tensor theta, Tensor features, double dropout = 0, Tensor? constants = null)
    {
        ArgumentNullException.ThrowIfNull(theta);
        ArgumentNullException.ThrowIfNull(features);
        FeaturePacking.Check(Model.Space, features);
        if (constants is not null)
            features = FeaturePacking.WithConstants(Model.Space, features, constants);
        if (features.shape[1] != Model.InputChannels)
            throw new WeightSpaceException($"this functional reads {Model.InputChannels} features for each element; received {features.shape[1]}.");
        var sets = theta.dim() == 1 ? theta.unsqueeze(0) : theta;
        if (sets.dim() != 2 || sets.shape[1] != Model.ThetaCount || (sets.shape[0] != 1 && sets.shape[0] != features.shape[0]))
            throw new WeightSpaceException(
                $"theta must have shape [{Model.ThetaCount}], or [{features.shape[0]} particles, {Model.ThetaCount}]; received [{string.Join(", ", theta.shape)}]. Was it trained for another model?");
        var x = features;
        for (var index = 0; index < _layers.Length; index++)
        {
            var (plan, offset, rectify) = Model.Layers[index];
            x = _layers[index].Run(sets.narrow(1, offset, plan.Coefficients.ThetaCount), x);
            if (rectify)
                x = x.relu();
            if (rectify && dropout > 0)
                x = x * rand_like(x).ge(dropout).to(x.dtype) * (1 / (1 - dropout));
        }

        return x;
    }

    Tensor IFunctionalEvaluator.Evaluate(Tensor theta, Tensor features, Tensor? constants) => Evaluate(theta, features, constants: constants);

    /// <summary>Disposes the index tensors.</summary>
    public void Dispose()
    {
        foreach (var layer in _layers)
            layer.Dispose();
    }
}
