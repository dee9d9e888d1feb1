using LearnedOpt.Functionals;
using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>The step of <see cref="SgdmFunctionalRule"/> on tensors.</summary>
internal sealed class DifferentiableSgdmFunctional : DifferentiableStepper
{
    private readonly SgdmFunctionalRule rule;
    private readonly int baseSlot;
    private readonly DifferentiableFeatures features;
    private readonly TorchEvaluator hidden;
    private readonly TorchLayer last;
    private Tensor? alpha, beta, weight, timeMatrix, bias, rest, lastTheta;

    public DifferentiableSgdmFunctional(SgdmFunctionalRule rule, WeightSpace space)
        : base(space, rule.Theta, rule.Features.Slots)
    {
        (this.rule, baseSlot, features) = (rule, rule.Features.Momenta.Count, new DifferentiableFeatures(rule.Features, space));
        var (channels, layers) = (rule.Options.Channels, rule.Options.HiddenLayers);
        hidden = new TorchEvaluator(new FunctionalModel(space, rule.Features.Count, [.. Enumerable.Repeat(new LayerShape(LayerKind.Pointwise, channels), layers)]));
        last = new TorchLayer(LayerPlan.Compile(rule.Last(space)));
    }

    protected override void Bind()
    {
        features.Bind(Type, Theta.device, LearnedScalar.Decay(rule.Options.Decay, Scalar("gamma")));
        alpha = LearnedScalar.Positive(rule.Options.Rate, Scalar("alpha")).to(Type).unsqueeze(1);
        beta = LearnedScalar.Positive(rule.Options.NetworkWeight, Scalar("beta")).to(Type).unsqueeze(1);
        (weight, bias) = (Arrays("first.weight", "first.weight"), Array("first.bias"));
        timeMatrix = Array("first.time");                                           // [P, 11, channels]
        rest = rule.Options.HiddenLayers > 1 ? Arrays("hidden1.weight", $"hidden{rule.Options.HiddenLayers - 1}.bias") : weight.narrow(1, 0, 0);
        lastTheta = Arrays("last.weight", "last.bias");
    }

    protected override (Tensor Step, Tensor State) Advance(Tensor weights, Tensor gradients, Tensor state, IReadOnlyList<long> steps, Tensor? present)
    {
        var made = features.Advance(weights, gradients, state, steps);
        var shift = matmul(Time(steps, rule.Options.TimeLimit), timeMatrix!).squeeze(1);                // [P, channels]
        // A pointwise layer of a functional is its matrix and then its bias; that of the first one holds the time.
        var x = hidden.Evaluate(cat([weight!, bias! + shift, rest!], 1), made.Values).relu();           // [P, channels, elements]
        var f = last.Run(lastTheta!, present is null ? x : x * present);                                // [P, 1, elements]
        var momentum = made.State.select(1, baseSlot);                                                  // [P, elements]
        return (alpha! * (momentum + beta! * f.squeeze(1)), made.State);
    }

    public override void Dispose()
    {
        hidden.Dispose();
        last.Dispose();
    }
}
