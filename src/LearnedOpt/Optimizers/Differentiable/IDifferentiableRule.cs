using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>An update rule that has a form on tensors besides the fused one, so that an unrolled inner loop can be differentiated.</summary>
public interface IDifferentiableRule : IUpdateRule
{
    /// <summary>The rule on tensors for models of the given weight space; the caller disposes it.</summary>
    /// <exception cref="ArgumentException">The rule was made for another weight space.</exception>
    IDifferentiableStepper CreateDifferentiableStepper(WeightSpace space);
}
