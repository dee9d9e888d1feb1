using LearnedOpt.Optimizers;
using static TorchSharp.torch;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>An update rule on tensors, so that an unrolled inner loop can be differentiated. One step equals the rule's fused step.</summary>
public interface IDifferentiableRule
{
    /// <summary>Arrays of state for each parameter: momenta and the like, each of the parameter's shape, zero at the start.</summary>
    int Slots { get; }

    /// <summary>One inner step of every particle.</summary>
    /// <param name="theta">float64 <c>[particles, theta]</c>: a copy of theta for each particle.</param>
    /// <param name="weight">One parameter <c>[particles, ...]</c>.</param>
    /// <param name="gradient">Of the weight's shape.</param>
    /// <param name="state">The parameter's state, of the weight's shape each.</param>
    /// <param name="updates">float64 <c>[particles]</c>: number of this step, from 1.</param>
    /// <returns>The new weight and the new state.</returns>
    (Tensor Weight, Tensor[] State) Step(Tensor theta, Tensor weight, Tensor gradient, Tensor[] state, Tensor updates);
}

/// <summary>Rules that have a differentiable form.</summary>
public static class DifferentiableRules
{
    /// <exception cref="ArgumentException">The rule has none.</exception>
    public static IDifferentiableRule For(IUpdateRule rule) => rule switch
    {
        AdamRule adam => new DifferentiableAdam(adam.Options),
        SgdmRule sgdm => new DifferentiableSgdm(sgdm.Options),
        _ => throw new ArgumentException($"update rule {rule.Name} has no differentiable form; backpropagation knows adam and sgdm. Use an evolution strategy, such as nres.", nameof(rule)),
    };
}
