using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>Where <see cref="RmsPropRule"/> begins.</summary>
public sealed record RmsPropOptions
{
    /// <summary>Initial rate alpha; 1 makes the step's learning rate the rate itself.</summary>
    public float Rate { get; init; } = 1f;

    /// <summary>Initial decay of the second moment, above 0 and below 1.</summary>
    public float Decay { get; init; } = 0.99f;
}

/// <summary>
/// RMSprop: <c>v &lt;- gamma v + (1 - gamma) g^2, W &lt;- W - lr alpha g / (sqrt(v) + 1e-8)</c>; v begins at zero and is not corrected for it. theta
/// has two scalars, log alpha and logit gamma, relative to their initial values; with theta at zero it is the hand-designed baseline.
/// </summary>
/// <remarks>Reference: Tieleman and Hinton, 2012, lecture 6.5.</remarks>
public sealed class RmsPropRule : HandDesignedRule
{
    /// <summary>Describes the rule.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public RmsPropRule(RmsPropOptions? options = null)
        : base("rmsprop", "rate", "decay")
    {
        Options = options ?? new RmsPropOptions();
        if (!(Options.Rate > 0) || !(Options.Decay is > 0 and < 1))
            throw new ArgumentException($"rmsprop needs a positive Rate and a Decay between 0 and 1; received {Options.Rate} and {Options.Decay}.");
    }

    /// <summary>Where it begins.</summary>
    public RmsPropOptions Options { get; }

    /// <inheritdoc/>
    public override string Settings => RuleSettings.Write(Options);

    /// <inheritdoc/>
    public override IDifferentiableStepper CreateDifferentiableStepper(WeightSpace space) =>
        new DifferentiableBase(this, space, Features, Options.Rate, static (_, _, _) => (null, null));

    private FeatureSet Features => new()
    {
        Weight = false, Gradient = false, SecondMoment = Options.Decay, CorrectsSecondMoment = false, NormalisedGradient = true, Scale = FeatureScale.None,
    };

    private protected override IStepper CreateStepper(WeightSpace space, KernelSet kernels)
    {
        return new BaseStepper(Theta, Features, space, kernels, (theta, extractor) =>
        {
            extractor.SetSecondMomentDecay(LearnedScalar.Decay(Options.Decay, theta[1]));
            return LearnedScalar.Positive(Options.Rate, theta[0]);
        }, static (_, _) => new DirectionMix(1f));
    }
}
