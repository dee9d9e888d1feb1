using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>Where <see cref="SgdmRule"/> begins.</summary>
public sealed record SgdmOptions
{
    /// <summary>Initial rate alpha; 1 makes the step's learning rate the rate itself.</summary>
    public float Rate { get; init; } = 1f;

    /// <summary>Initial decay gamma, above 0 and below 1.</summary>
    public float Decay { get; init; } = 0.9f;

    /// <summary>How the momentum accumulates. As a sum, as in common implementations, it is 1 / (1 - gamma) times the average.</summary>
    public MomentumForm Form { get; init; } = MomentumForm.Sum;
}

/// <summary>
/// Stochastic gradient descent with momentum: <c>m &lt;- gamma m + g, W &lt;- W - lr alpha m</c>. theta has two scalars, log alpha and
/// logit gamma, both relative to their initial values; with theta at zero it is the hand-designed baseline.
/// </summary>
public sealed class SgdmRule : HandDesignedRule
{
    /// <summary>Describes the rule.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public SgdmRule(SgdmOptions? options = null)
        : base("sgdm", "rate", "decay")
    {
        Options = options ?? new SgdmOptions();
        if (!(Options.Rate > 0) || !(Options.Decay is > 0 and < 1))
            throw new ArgumentException($"sgdm needs a positive Rate and a Decay between 0 and 1; received {Options.Rate} and {Options.Decay}.");
    }

    /// <summary>Where it begins.</summary>
    public SgdmOptions Options { get; }

    /// <inheritdoc/>
    public override string Settings => RuleSettings.Write(Options);

    /// <inheritdoc/>
    public override IDifferentiableStepper CreateDifferentiableStepper(WeightSpace space) =>
        new DifferentiableBase(this, space, Features, Options.Rate, static (_, _, _) => (null, null));

    private FeatureSet Features => new()
    {
        Weight = false, Gradient = false, Momenta = [Options.Decay], Form = Options.Form, Scale = FeatureScale.None,
    };

    private protected override IStepper CreateStepper(WeightSpace space, KernelSet kernels)
    {
        return new BaseStepper(Theta, Features, space, kernels, (theta, extractor) =>
        {
            extractor.SetDecay(0, LearnedScalar.Decay(Options.Decay, theta[1]));
            return LearnedScalar.Positive(Options.Rate, theta[0]);
        }, static (_, _) => new DirectionMix(1f));
    }
}
