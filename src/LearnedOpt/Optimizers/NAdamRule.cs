using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>Where <see cref="NAdamRule"/> begins.</summary>
public sealed record NAdamOptions
{
    /// <summary>Initial rate alpha; 1 makes the step's learning rate the rate itself.</summary>
    public float Rate { get; init; } = 1f;

    /// <summary>Initial decay of the momentum, above 0 and below 1.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Initial decay of the second moment, above 0 and below 1.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>psi: how soon the momentum's schedule rises to its decay, at least 0.</summary>
    public float MomentumDecay { get; init; } = 0.004f;
}

/// <summary>
/// Adam with Nesterov's momentum: <c>W &lt;- W - lr alpha ((1 - mu_t) / (1 - P_t) g + mu_(t+1) / (1 - P_t mu_t mu_(t+1)) m) / (sqrt(v') + 1e-8)</c>, with
/// mu_t = beta1 (1 - 0.96^(t psi) / 2), P_t their product up to t, and v' corrected for its start at zero. theta has three scalars, log
/// alpha and the logits of both decays, relative to their initial values; with theta at zero it is the hand-designed baseline.
/// </summary>
/// <remarks>
/// Reference: Dozat, 2016, algorithm 2, with the schedule of TorchSharp's NAdam. Where TorchSharp has mu_t twice, in P_t and beside it, the
/// paper has it once; they differ in the first few steps, and here TorchSharp is followed.
/// </remarks>
public sealed class NAdamRule : HandDesignedRule
{
    /// <summary>Describes the rule.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public NAdamRule(NAdamOptions? options = null)
        : base("nadam", "rate", "beta1", "beta2")
    {
        Options = options ?? new NAdamOptions();
        if (!(Options.Rate > 0) || !(Options.Beta1 is > 0 and < 1) || !(Options.Beta2 is > 0 and < 1) || !(Options.MomentumDecay is >= 0 and < float.PositiveInfinity))
            throw new ArgumentException(
                $"nadam needs a positive Rate, Beta1 and Beta2 between 0 and 1, and a MomentumDecay of at least 0; received {Options.Rate}, {Options.Beta1}, {Options.Beta2} and {Options.MomentumDecay}.");
    }

    /// <summary>Where it begins.</summary>
    public NAdamOptions Options { get; }

    /// <inheritdoc/>
    public override string Settings => RuleSettings.Write(Options);

    /// <inheritdoc/>
    public override IDifferentiableStepper CreateDifferentiableStepper(WeightSpace space) =>
        new DifferentiableBase(this, space, Features, Options.Rate,
            (_, features, steps) => NesterovSchedule.At(features.Decay(0), Options.MomentumDecay, steps), Features.NormalisedMomentumChannel(0) - 1);

    private FeatureSet Features => new()
    {
        Weight = false, Gradient = false, Momenta = [Options.Beta1], SecondMoment = Options.Beta2, NormalisedGradient = true, NormalisedMomenta = [0], Scale = FeatureScale.None,
    };

    private protected override IStepper CreateStepper(WeightSpace space, KernelSet kernels)
    {
        var schedule = new NesterovSchedule(Options.Beta1, Options.MomentumDecay);
        return new BaseStepper(Theta, Features, space, kernels, (theta, extractor) =>
        {
            float beta1 = LearnedScalar.Decay(Options.Beta1, theta[1]);
            extractor.SetDecay(0, beta1);
            extractor.SetSecondMomentDecay(LearnedScalar.Decay(Options.Beta2, theta[2]));
            schedule = new NesterovSchedule(beta1, Options.MomentumDecay);
            return LearnedScalar.Positive(Options.Rate, theta[0]);
        }, (_, step) => schedule.At(step), Features.NormalisedMomentumChannel(0) - 1);
    }
}
