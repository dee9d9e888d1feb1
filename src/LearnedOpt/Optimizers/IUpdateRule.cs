using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// An update rule with meta-parameters theta: how a step follows from weights, gradients and state. Rules are immutable;
/// all meta-parameters live in one flat array that the caller owns.
/// </summary>
public interface IUpdateRule
{
    /// <summary>Name in <see cref="UpdateRules"/>.</summary>
    string Name { get; }

    /// <summary>The rule's options as JSON, enough to make it again with <see cref="UpdateRules.Create"/>.</summary>
    string Settings { get; }

    /// <summary>The named arrays that make up theta.</summary>
    ThetaLayout Theta { get; }

    /// <summary>Writes an initial theta.</summary>
    /// <param name="theta">Array to fill, of the layout's count.</param>
    /// <param name="random">Source of the random weights; equal sources give equal thetas.</param>
    void Initialize(Span<float> theta, CounterRandom random);

    /// <summary>A fused CPU stepper for models of the given weight space; the caller disposes it.</summary>
    /// <exception cref="ArgumentException">The rule was made for another weight space.</exception>
    IStepper CreateStepper(WeightSpace space);
}
