using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>Where <see cref="AdamRule"/> begins.</summary>
public sealed record AdamOptions
{
    /// <summary>Initial rate alpha; 1 makes the step's learning rate the rate itself.</summary>
    public float Rate { get; init; } = 1f;

    /// <summary>Initial decay of the momentum, above 0 and below 1.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Initial decay of the second moment, above 0 and below 1.</summary>
    public float Beta2 { get; init; } = 0.999f;
}

/// <summary>
/// Adam: <c>W &lt;- W - lr alpha m' / (sqrt(v') + 1e-8)</c>, m' and v' corrected for their start at zero. theta has three scalars,
/// log alpha and the logits of both decays, relative to their initial values; with theta at zero it is the hand-designed
/// baseline.
/// </summary>
/// <remarks>Reference: Kingma and Ba, 2015, algorithm 1.</remarks>
public sealed class AdamRule : HandDesignedRule
{
    /// <summary>Describes the rule.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public AdamRule(AdamOptions? options = null)
        : base("adam", "rate", "beta1", "beta2")
    {
        Options = options ?? new AdamOptions();
        if (!(Options.Rate > 0) || !(Options.Beta1 is > 0 and < 1) || !(Options.Beta2 is > 0 and < 1))
            throw new ArgumentException(
                $"adam needs a positive Rate, and Beta1 and Beta2 between 0 and 1; received {Options.Rate}, {Options.Beta1} and {Options.Beta2}.");
    }

    /// <summary>Where it begins.</summary>
    public AdamOptions Options { get; }

    /// <inheritdoc/>
    public override string Settings => RuleSettings.Write(Options);

    /// <inheritdoc/>
    public override IDifferentiableStepper CreateDifferentiableStepper(WeightSpace space) =>
        new DifferentiableBase(this, space, Features, Options.Rate, static (_, features, steps) => (features.MomentumCorrection(0, steps), null));

    private FeatureSet Features => new()
    {
        Weight = false, Gradient = false, Momenta = [Options.Beta1], SecondMoment = Options.Beta2, NormalisedMomenta = [0], Scale = FeatureScale.None,
    };

    private protected override IStepper CreateStepper(WeightSpace space, KernelSet kernels)
    {
        return new BaseStepper(Theta, Features, space, kernels, (theta, extractor) =>
        {
            extractor.SetDecay(0, LearnedScalar.Decay(Options.Beta1, theta[1]));
            extractor.SetSecondMomentDecay(LearnedScalar.Decay(Options.Beta2, theta[2]));
            return LearnedScalar.Positive(Options.Rate, theta[0]);
        }, static (extractor, step) => new DirectionMix(extractor.MomentumCorrection(0, step)));
    }
}
