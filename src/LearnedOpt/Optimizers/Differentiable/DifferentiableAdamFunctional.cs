using LearnedOpt.Functionals;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>The step of <see cref="AdamFunctionalRule"/> on tensors.</summary>
internal sealed class DifferentiableAdamFunctional : DifferentiableStepper
{
    private static readonly int AdamChannel = FeatureSet.Normalised.NormalisedMomentumChannel(0);

    private readonly AdamFunctionalRule rule;
    private readonly DifferentiableFeatures features;
    private readonly DifferentiableLevels? levels;
    private readonly TorchLayer first;
    private readonly TorchEvaluator rest;
    private readonly float[] gains, widths;
    private Tensor? firstTheta, restTheta, timeMatrix, levelMatrix, scheduleTime, scheduleLevels;

    public DifferentiableAdamFunctional(AdamFunctionalRule rule, WeightSpace space)
        : base(space, rule.Theta, rule.Features.Slots)
    {
        (this.rule, features) = (rule, new DifferentiableFeatures(rule.Features, space));
        var (options, inputs) = (rule.Options, rule.Features.Count);
        levels = options.SeesLevels ? new DifferentiableLevels(rule.Features, space) : null;
        first = new TorchLayer(LayerPlan.Compile(Coefficients.Tied(space, inputs, options.Channels, rule.Roles)));
        rest = new TorchEvaluator(new FunctionalModel(space, options.Channels,
            [.. Enumerable.Range(0, options.HiddenLayers).Select(layer => new LayerShape(LayerKind.Pointwise, layer + 1 < options.HiddenLayers ? options.Channels : 2))]));
        // The identity's matrix comes first, the biases last.
        var (own, matrices) = (inputs * options.Channels, rule.Theta["first.weight"].Count);
        gains = [.. Enumerable.Range(0, matrices + rule.Theta["first.bias"].Count).Select(i => i >= own && i < matrices ? options.PooledGain : 1f)];
        widths = [.. space.Tensors.Select(tensor => options.StepScale * WidthScale.Of(tensor, options.WidthPower))];
    }

    protected override void Bind()
    {
        features.Bind(Type, Theta.device);
        firstTheta = Arrays("first.weight", "first.bias") * torch.tensor(gains, device: Theta.device).to(Type);
        restTheta = Arrays(rule.Options.HiddenLayers > 1 ? "hidden1.weight" : "output.weight", "output.bias");
        timeMatrix = Array("first.time");                                           // [P, 11, channels]
        scheduleTime = Array("schedule.time").unsqueeze(2);                         // [P, 11, 1]
        levelMatrix = levels is null ? null : (Array("first.levels") * rule.Options.PooledGain).transpose(1, 2);    // [P, channels, 12]
        scheduleLevels = levels is null ? null : Array("schedule.levels").unsqueeze(1);                             // [P, 1, 12]
    }

    protected override (Tensor Step, Tensor State) Advance(Tensor weights, Tensor gradients, Tensor state, IReadOnlyList<long> steps, Tensor? present)
    {
        var options = rule.Options;
        var made = features.Advance(weights, gradients, state, steps);
        var time = Time(steps, options.TimeLimit);
        var bias = matmul(time, timeMatrix!).transpose(1, 2);                       // [P, channels, 1], or a column a tensor
        var schedule = matmul(time, scheduleTime!);                                 // [P, 1, 1], or a column a tensor
        if (levels is not null)
        {
            var level = levels.Of(made.MeanSquares!, present);                      // [P, 12, tensors]
            (bias, schedule) = (bias + matmul(levelMatrix!, level), schedule + matmul(scheduleLevels!, level));
        }

        var hidden = first.Run(firstTheta!, present is null ? made.Values : made.Values * present);
        hidden = PerTensor(hidden, bias, static (x, b) => x + b).relu();            // [P, channels, elements]
        var output = rest.Evaluate(restTheta!, hidden);                             // [P, 2, elements]
        var direction = output.narrow(1, 0, 1);
        direction = direction / (1 + (direction / options.DirectionLimit).pow(2)).sqrt();
        var magnitude = PerTensor(output.narrow(1, 1, 1), options.ScheduleGain * schedule, static (x, s) => x + s);
        var adam = made.Raw.narrow(1, AdamChannel, 1) * features.MomentumCorrection(rule.Features.NormalisedMomenta[0], steps).unsqueeze(2);
        var step = (adam + direction) * magnitude.clamp(options.MagnitudeLow, options.MagnitudeHigh).exp();
        step = widths.All(width => width == widths[0]) ? widths[0] * step : FeaturePacking.Each(Space, step, (x, t) => x * widths[t]);
        return (step.squeeze(1), made.State);
    }

    public override void Dispose()
    {
        first.Dispose();
        rest.Dispose();
    }

    // values: [P, channels, 1] for all tensors alike, or [P, channels, tensors]
    private Tensor PerTensor(Tensor packed, Tensor values, Func<Tensor, Tensor, Tensor> combine) =>
        levels is null ? combine(packed, values) : FeaturePacking.Each(Space, packed, (x, t) => combine(x, values.narrow(2, t, 1)));
}
