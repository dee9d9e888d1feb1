using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>
/// Rules without a network on tensors, as <see cref="BaseStepper"/> fuses them: the last feature is the direction, and a multiple of a second
/// one is added where a rule has two parts. theta is the rate, then the decays of momentum and second moment where there are such.
/// </summary>
internal sealed class DifferentiableBase : DifferentiableStepper
{
    private readonly FeatureSet set;
    private readonly DifferentiableFeatures features;
    private readonly MixAt mix;
    private readonly int? second;
    private readonly float initialRate;
    private Tensor? rate;                           // [particles, 1]

    /// <param name="rule">The rule.</param>
    /// <param name="space">The model.</param>
    /// <param name="set">Undivided features; the last one is the direction.</param>
    /// <param name="rate">Initial rate.</param>
    /// <param name="mix">Factors of a step.</param>
    /// <param name="secondChannel">Feature that is added to the direction, or null.</param>
    public DifferentiableBase(HandDesignedRule rule, WeightSpace space, FeatureSet set, float rate, MixAt mix, int? secondChannel = null)
        : base(space, rule.Theta, set.Slots)
    {
        (this.set, features, initialRate, this.mix, second) = (set, new DifferentiableFeatures(set, space), rate, mix, secondChannel);
    }

    /// <summary>The factors of a step, [particles or 1, 1] each in the weights' type, from theta, the decays and the steps done before it.</summary>
    public delegate (Tensor? Base, Tensor? Second) MixAt(Tensor theta, DifferentiableFeatures features, IReadOnlyList<long> steps);

    protected override void Bind()
    {
        var next = 1;
        var momentum = set.Momenta.Count > 0 ? LearnedScalar.Decay(set.Momenta[0], Theta.select(1, next++)) : null;
        var square = set.SecondMoment is { } decay ? LearnedScalar.Decay(decay, Theta.select(1, next)) : null;
        features.Bind(Type, Theta.device, momentum, square);
        rate = LearnedScalar.Positive(initialRate, Theta.select(1, 0)).to(Type).unsqueeze(1);
    }

    protected override (Tensor Step, Tensor State) Advance(Tensor weights, Tensor gradients, Tensor state, IReadOnlyList<long> steps, Tensor? present)
    {
        var made = features.Advance(weights, gradients, state, steps);
        var (baseFactor, secondFactor) = mix(Theta, features, steps);
        var step = made.Raw.select(1, made.Raw.shape[1] - 1);                       // [P, elements]
        if (baseFactor is not null) step = step * baseFactor.to(Type);
        if (second is { } channel) step = step + made.Raw.select(1, channel) * secondFactor!.to(Type);
        return (rate! * step, made.State);
    }
}
