using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>Where <see cref="AdamWRule"/> begins.</summary>
public sealed record AdamWOptions
{
    /// <summary>Initial rate alpha; 1 makes the step's learning rate the rate itself.</summary>
    public float Rate { get; init; } = 1f;

    /// <summary>Initial decay of the momentum, above 0 and below 1.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Initial decay of the second moment, above 0 and below 1.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Initial weight decay lambda, positive.</summary>
    public float WeightDecay { get; init; } = 0.01f;
}

/// <summary>
/// Adam with decoupled weight decay: <c>W &lt;- W - lr alpha (m' / (sqrt(v') + 1e-8) + lambda W)</c>, m' and v' corrected for their start at
/// zero. theta has four scalars, log alpha, the logits of both decays and log lambda, relative to their initial values; with theta
/// at zero it is the hand-designed baseline.
/// </summary>
/// <remarks>Reference: Loshchilov and Hutter, 2019, algorithm 2, its schedule multiplier in the learning rate.</remarks>
public sealed class AdamWRule : HandDesignedRule
{
    private const int WeightChannel = 0;

    /// <summary>Describes the rule.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public AdamWRule(AdamWOptions? options = null)
        : base("adamw", "rate", "beta1", "beta2", "weight_decay")
    {
        Options = options ?? new AdamWOptions();
        if (!(Options.Rate > 0) || !(Options.WeightDecay > 0) || !(Options.Beta1 is > 0 and < 1) || !(Options.Beta2 is > 0 and < 1))
            throw new ArgumentException(
                $"adamw needs a positive Rate and WeightDecay, and Beta1 and Beta2 between 0 and 1; received {Options.Rate}, {Options.WeightDecay}, {Options.Beta1} and {Options.Beta2}. Without weight decay, take adam.");
    }

    /// <summary>Where it begins.</summary>
    public AdamWOptions Options { get; }

    /// <inheritdoc/>
    public override string Settings => RuleSettings.Write(Options);

    /// <inheritdoc/>
    public override IDifferentiableStepper CreateDifferentiableStepper(WeightSpace space) =>
        new DifferentiableBase(this, space, Features, Options.Rate,
            (theta, features, steps) => (features.MomentumCorrection(0, steps), LearnedScalar.Positive(Options.WeightDecay, theta.select(1, 3)).unsqueeze(1)), WeightChannel);

    private FeatureSet Features => new()
    {
        Gradient = false, Momenta = [Options.Beta1], SecondMoment = Options.Beta2, NormalisedMomenta = [0], Scale = FeatureScale.None,
    };

    private protected override IStepper CreateStepper(WeightSpace space, KernelSet kernels)
    {
        var weightDecay = Options.WeightDecay;
        return new BaseStepper(Theta, Features, space, kernels, (theta, extractor) =>
        {
            extractor.SetDecay(0, LearnedScalar.Decay(Options.Beta1, theta[1]));
            extractor.SetSecondMomentDecay(LearnedScalar.Decay(Options.Beta2, theta[2]));
            weightDecay = LearnedScalar.Positive(Options.WeightDecay, theta[3]);
            return LearnedScalar.Positive(Options.Rate, theta[0]);
        }, (extractor, step) => new DirectionMix(extractor.MomentumCorrection(0, step), weightDecay), WeightChannel);
    }
}
