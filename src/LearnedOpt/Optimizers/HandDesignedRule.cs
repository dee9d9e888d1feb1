using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// A rule without a network whose few scalars can be learned: theta holds them relative to their initial values, so with theta at zero
/// it is the hand-designed baseline.
/// </summary>
public abstract class HandDesignedRule : IDifferentiableRule
{
    /// <param name="name">As in the registry.</param>
    /// <param name="scalars">Names of theta's scalars, in order.</param>
    private protected HandDesignedRule(string name, params IEnumerable<string> scalars) =>
        (Name, Theta) = (name, new ThetaLayout(scalars.Select(scalar => (scalar, Array.Empty<int>()))));

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public abstract string Settings { get; }

    /// <inheritdoc/>
    public ThetaLayout Theta { get; }

    /// <inheritdoc/>
    public void Initialize(Span<float> theta, CounterRandom random)
    {
        Theta.RequireLength(theta.Length);
        theta.Clear();
    }

    /// <inheritdoc/>
    public IStepper CreateStepper(WeightSpace space) => CreateStepper(space, SimdPaths.Best);

    /// <summary>A stepper of a chosen vector width.</summary>
    /// <exception cref="PlatformNotSupportedException">This processor lacks it.</exception>
    public IStepper CreateStepper(WeightSpace space, SimdPath path) => CreateStepper(space, KernelSet.For(path));

    /// <inheritdoc/>
    public abstract IDifferentiableStepper CreateDifferentiableStepper(WeightSpace space);

    private protected abstract IStepper CreateStepper(WeightSpace space, KernelSet kernels);
}
