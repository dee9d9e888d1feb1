using LearnedOpt.Functionals;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tests.Functionals;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>Every rule that the registry calls differentiable: its form on tensors against the fused one, and its derivatives.</summary>
public sealed class DifferentiableStepperTests
{
    private static readonly CounterRandom Random = new(41);

    public static TheoryData<string> Names => [.. UpdateRules.DifferentiableNames];

    public static TheoryData<string, string> RulesAndSpaces()
    {
        var data = new TheoryData<string, string>();
        foreach (var name in UpdateRules.DifferentiableNames)
        {
            foreach (var (space, _) in SampleSpaces.All) data.Add(name, space);
            for (var seed = 0; seed < 8; seed++) data.Add(name, $"random {seed}");
        }

        return data;
    }

    public static TheoryData<string, string> Variants => new()
    {
        { "unf-adam", """{"Levels":false}""" },
        { "unf-adam", """{"Magnitudes":false,"WidthPower":1,"ScheduleGain":3}""" },
        { "unf-adam", """{"Channels":5,"HiddenLayers":1,"TimeLimit":2,"PooledGain":1}""" },
        { "unf-adam", """{"Channels":8,"HiddenLayers":4,"DirectionLimit":0.05,"MagnitudeLow":-0.1,"MagnitudeHigh":0.05}""" },
        { "pointwise-adam", """{"Levels":true,"Magnitudes":true,"StepScale":0.1}""" },
        { "unf", """{"Form":"Sum","NetworkWeight":0.5,"Channels":6}""" },
        { "unf-tied", """{"HiddenLayers":1,"TimeLimit":2,"NetworkWeight":0.5}""" },
        { "deepset", """{"Channels":4,"NetworkWeight":0.5,"Decay":0.5}""" },
        { "nadam", """{"MomentumDecay":0.1}""" },
        { "sgdm", """{"Form":"Average"}""" },
    };

    [Fact]
    public void TheRegistryKnowsThem() => Assert.Equal(
        ["unf-adam", "pointwise-adam", "unf", "unf-tied", "deepset", "adam", "adamw", "nadam", "rmsprop", "sgdm"], UpdateRules.DifferentiableNames);

    [Theory]
    [MemberData(nameof(RulesAndSpaces))]
    public void EqualsTheFusedStep(string name, string space) => CompareWithFused(name, null, Space(space));

    [Theory]
    [MemberData(nameof(Variants))]
    public void EqualsTheFusedStepUnderAllOptions(string name, string settings)
    {
        CompareWithFused(name, settings, SampleSpaces.Named("mlp"));
        CompareWithFused(name, settings, SampleSpaces.Named("odd"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TensorsWithoutGradientAndEntriesThatAreNotFiniteAreTreatedAlike(string name) =>
        CompareWithFused(name, null, SampleSpaces.Named("shared"), without: [1, 3], spoil: true);

    /// <summary>In double, through several steps, the task's second derivatives, and a tensor whose weights and gradients are zero.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void DerivativesOfAnUnrollEqualCentralDifferences(string name)
    {
        foreach (var seed in (ulong[])[3, 4, 5])
        {
            using var scope = NewDisposeScope();
            var space = RandomSpaces.Draw(seed);
            var rule = (IDifferentiableRule)UpdateRules.Create(name, Small(name), space);
            using var stepper = rule.CreateDifferentiableStepper(space);
            var (theta, direction) = (tensor(BusyTheta.For(rule)).to(float64).unsqueeze(0), Normal(Random.At("direction"), 1, rule.Theta.Count));
            var (start, target) = (Normal(Random.At(seed), 1, space.ParameterCount), Normal(Random.At("target"), 1, space.ParameterCount));
            var live = ones(1, space.ParameterCount, dtype: float64);
            live.narrow(1, 0, space.Tensors[0].Count).zero_();
            start = start * live;

            var at = theta.detach().requires_grad_();
            var slope = (autograd.grad([Unrolled(at)], [at])[0] * direction).sum().ToDouble();
            const double h = 1e-6;
            var expected = ((Unrolled(theta + h * direction) - Unrolled(theta - h * direction)) / (2 * h)).ToDouble();
            Assert.True(Math.Abs(expected - slope) <= 1e-5 * Math.Abs(expected) + 1e-8, $"{name}, space {seed}: {slope:r} is not {expected:r}");

            Tensor Unrolled(Tensor values)
            {
                stepper.Bind(values, float64);
                var weights = start.detach().requires_grad_();
                var (state, sum) = (zeros(1, stepper.Slots, space.ParameterCount, dtype: float64), zeros(1, dtype: float64));
                for (var step = 0; step < 4; step++)
                {
                    var loss = ((weights * live - target).tanh().pow(2) + 0.1 * weights * weights * live).sum();
                    sum = sum + loss;
                    var gradient = autograd.grad([loss], [weights], retain_graph: true, create_graph: true)[0];
                    (weights, state) = stepper.Step(weights, gradient, state, [step]);
                }

                return sum + (weights * target).sum();
            }
        }
    }

    /// <summary>Where weights, gradients and momenta are all zero, in float32: first and second derivatives.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void DerivativesAreFiniteWhereEverythingIsZero(string name)
    {
        using var scope = NewDisposeScope();
        var space = SampleSpaces.Named("odd");
        var rule = (IDifferentiableRule)UpdateRules.Create(name, Small(name), space);
        using var stepper = rule.CreateDifferentiableStepper(space);
        var theta = tensor(BusyTheta.For(rule)).to(float64).unsqueeze(0).requires_grad_();
        stepper.Bind(theta, float32);
        var (weights, gradients) = (zeros(1, space.ParameterCount).requires_grad_(), zeros(1, space.ParameterCount).requires_grad_());
        var state = zeros(1, stepper.Slots, space.ParameterCount).requires_grad_();
        var (after, next) = stepper.Step(weights, gradients, state, [0]);
        var first = autograd.grad([after.sum() + next.sum()], [theta, weights, gradients, state], retain_graph: true, create_graph: true, allow_unused: true).Where(part => part is not null).ToArray();
        Assert.All(first, part => Assert.True(part.isfinite().all().ToBoolean()));
        var second = autograd.grad([first.Where(part => part.requires_grad).Select(part => part.sum().to(float64)).Aggregate((left, right) => left + right)],
            [theta, gradients, state], allow_unused: true).Where(part => part is not null);
        Assert.All(second, part => Assert.True(part.isfinite().all().ToBoolean()));
    }

    [Fact]
    public void ShapesThatDoNotFitAreNamed()
    {
        using var scope = NewDisposeScope();
        var rule = new SgdmRule();
        using var stepper = rule.CreateDifferentiableStepper(SampleSpaces.Named("shared"));
        Assert.Contains("theta must have shape [particles, 2]; received [1, 3]", Assert.Throws<ArgumentException>(() => stepper.Bind(zeros(1, 3), float32)).Message);
        stepper.Bind(zeros(1, 2), float32);
        var fault = Assert.Throws<ArgumentException>(() => stepper.Step(zeros(1, 3), zeros(1, 3), zeros(1, 1, 3), [0]));
        Assert.Contains("a step of 1 particles needs weights and gradients [1, 246]", fault.Message);
        var full = (IDifferentiableRule)UpdateRules.Create("unf");
        Assert.Contains("another weight space", Assert.Throws<ArgumentException>(() => full.CreateDifferentiableStepper(SampleSpaces.Named("shared"))).Message);
    }

    // Two particles, each with a theta and a time of its own.
    private static void CompareWithFused(string name, string? settings, WeightSpace space, int[]? without = null, bool spoil = false)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rule = (IDifferentiableRule)UpdateRules.Create(name, settings, space);
        float[][] thetas = [BusyTheta.For(rule), BusyTheta.For(rule, 0.05f)];
        Particle[] particles = [Particle.Random(space, Random.At("one")), Particle.Random(space, Random.At("two"))];
        IStepper[] fused = [.. thetas.Select(theta => Bound(rule, space, theta))];
        using var stepper = rule.CreateDifferentiableStepper(space);
        stepper.Bind(stack(thetas.Select(theta => tensor(theta))), float32);
        var state = zeros(2, stepper.Slots, space.ParameterCount);
        for (var step = 0; step < 4; step++)
        {
            foreach (var particle in particles) particle.DrawGradients(Random, step);
            for (var i = 0; spoil && i < particles[0].Gradients[0].Length; i += 3) particles[0].Gradients[0][i] = i % 2 == 0 ? float.NaN : float.NegativeInfinity;
            long[] steps = [step, step + 50];
            (var after, state) = stepper.Step(Packed(particle => particle.Weights), Packed(particle => particle.Gradients), state, steps, without?.ToHashSet());
            for (var p = 0; p < 2; p++)
            {
                var (before, slices) = (particles[p].Copy(), particles[p].Slices.ToArray());
                foreach (var t in without ?? []) slices[t] = WithoutGradient(slices[t]);
                fused[p].Step(slices, steps[p], 1f);
                var first = 0L;
                double[][] expected = [.. particles[p].Weights.Select(weights => weights.Select(weight => (double)weight).ToArray())];
                float[][] actual = [.. space.Tensors.Select(tensor => after[p].narrow(0, (first += tensor.Count) - tensor.Count, tensor.Count).data<float>().ToArray())];
                Steps.AssertEqual(before.Weights, expected, actual, 1e-5, $"{name} {settings}, particle {p}, step {step}");
            }
        }

        foreach (var one in fused) one.Dispose();

        Tensor Packed(Func<Particle, float[][]> of) => stack(particles.Select(particle => tensor(of(particle).SelectMany(values => values).ToArray())));
    }

    private static unsafe ParameterSlice WithoutGradient(ParameterSlice slice) => new(slice.Weight, null, slice.Count);

    private static IStepper Bound(IUpdateRule rule, WeightSpace space, float[] theta)
    {
        var stepper = rule.CreateStepper(space);
        stepper.Bind(theta);
        return stepper;
    }

    private static string? Small(string name) => UpdateRules.Create(name) is AdamFunctionalRule or SgdmFunctionalRule ? """{"Channels":3}""" : null;

    private static Tensor Normal(CounterRandom random, long rows, long columns)
    {
        var values = new float[rows * columns];
        random.Fill(values);
        return tensor(values, [rows, columns]).to(float64);
    }

    private static WeightSpace Space(string name) =>
        name.StartsWith("random ", StringComparison.Ordinal) ? RandomSpaces.Draw(ulong.Parse(name[7..]), empty: name[^1] % 2 == 0) : SampleSpaces.Named(name);
}
