using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Functionals;

/// <summary>Measures how far a functional is from commuting with its group.</summary>
public static class SymmetryError
{
    /// <summary>
    /// <c>max |f(s x) - s f(x)| / max |f(x)|</c> in float32 for random features x, theta and a random element s of the group: some 1e-6.
    /// </summary>
    /// <param name="model">The functional.</param>
    /// <param name="random">A stream of its own.</param>
    /// <param name="which">Which symmetries to permute; default all.</param>
    public static double Measure(FunctionalModel model, CounterRandom random, Func<Symmetry, bool>? which = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var evaluator = new TorchEvaluator(model);
        var (theta, values) = (new float[model.ThetaCount], new float[model.InputChannels * model.Space.ParameterCount]);
        model.Initialize(theta, random.At("theta"));
        random.At("features").Fill(values);
        var (weights, x) = (tensor(theta), tensor(values).reshape(1, model.InputChannels, model.Space.ParameterCount));
        var element = GroupElement.Random(model.Space, random.At("element"), which);
        var (moved, expected) = (evaluator.Evaluate(weights, Permute(element, x)), Permute(element, evaluator.Evaluate(weights, x)));
        return (moved - expected).abs().max().ToDouble() / Math.Max(expected.abs().max().ToDouble(), 1e-30);
    }

    /// <summary>Permutes packed features: <c>[particles, channels, elements]</c> to the same shape.</summary>
    public static Tensor Permute(GroupElement element, Tensor packed)
    {
        ArgumentNullException.ThrowIfNull(element);
        var features = FeaturePacking.Unpack(element.Space, packed);
        for (var t = 0; t < features.Length; t++)
        {
            var axes = element.Space.AxisSymmetries(t);
            for (var axis = 0; axis < axes.Length; axis++)
                features[t] = features[t].index_select(axis + 2, tensor(element.SourceIndices(axes[axis]), device: packed.device));
        }

        return FeaturePacking.Pack(element.Space, features);
    }
}
