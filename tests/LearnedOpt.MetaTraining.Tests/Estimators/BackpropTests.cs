using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;
using LearnedOpt.Tests.Optimizers;

namespace LearnedOpt.MetaTraining.Tests.Estimators;

public sealed class BackpropTests
{
    [Theory]
    [InlineData(ObjectiveMeasure.Mean)]
    [InlineData(ObjectiveMeasure.Final)]
    [InlineData(ObjectiveMeasure.Minimum)]
    public void FullBackpropagationIsExact(ObjectiveMeasure measure)
    {
        var options = Bench.Options with { Pairs = 2, Objective = Bench.Options.Objective with { Measure = measure } };
        RequireEqual(Bench.Theory().Gradient(measure), Bench.Measure("full-backprop", options, blocks: 2, blockLength: 1).Mean);
    }

    [Fact]
    public void TruncatedBackpropagationIgnoresWhatCameBefore()
    {
        var mean = Bench.Measure("truncated-backprop", Bench.Options with { Pairs = 3 }, blocks: 2).Mean;
        RequireEqual(Bench.Theory().Truncated(), mean);
        // One window that is the whole episode: nothing came before.
        var whole = Bench.Options with { Pairs = 3, Window = Bench.Window * Bench.Windows };
        RequireEqual(Bench.Theory().Gradient(ObjectiveMeasure.Mean), Bench.Measure("truncated-backprop", whole, blocks: 2, blockLength: 1).Mean);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    public void StopsLeaveOutWhatTheySay(bool gradients, bool state, bool weights)
    {
        var stops = new GradientStops(gradients, state, weights);
        var exact = Bench.Theory().Gradient(ObjectiveMeasure.Mean);
        var expected = Bench.Theory(stops).Gradient(ObjectiveMeasure.Mean);
        Assert.True(Math.Abs(exact[0] - expected[0]) > 0.01 * Math.Abs(exact[0]));
        RequireEqual(expected, Bench.Measure("full-backprop", Bench.Options with { Pairs = 2, Stops = stops }, blocks: 2, blockLength: 1).Mean);
    }

    /// <summary>
    /// Second order through every rule and a small network, against differences of the fused inner loop, which shares no code with it,
    /// along each meta-parameter of a hand-designed rule, and along a few directions of a network's.
    /// </summary>
    [Theory]
    [MemberData(nameof(RulesAndShapes))]
    public void EqualsCentralDifferencesOfTheFusedInnerLoop(string name, ObjectiveShape shape)
    {
        const int Steps = 12;
        using var task = new TanhTask(scale: 0.4f);              // below where the paper's features are limited
        var rule = UpdateRules.Create(name, SettingsOf(name), task.Space);
        var start = rule is HandDesignedRule ? new float[rule.Theta.Count] : Smooth(rule);
        var objective = new InnerObjective(shape, Limit: 100);
        var options = Bench.Options with { Pairs = 1, Window = 4, Truncation = new ConstantLength(Steps), Objective = objective };
        using var pool = new WorkerPool(1);
        using var estimator = Bench.Create("full-backprop", task, pool, options, seed: 3, rule);
        var gradient = new float[rule.Theta.Count];
        estimator.Estimate(start, 0, gradient);

        var stream = new CounterRandom(3).At("pairs").Fork(0xE9, 0, 0);
        foreach (var direction in Directions(rule))
        {
            var (wide, narrow) = (Difference(direction, 0.01f), Difference(direction, 0.005f));
            var expected = (4 * narrow - wide) / 3;                     // Richardson: the error of second order cancels
            Assert.Equal(expected, gradient.Zip(direction, (g, d) => (double)g * d).Sum(), 1e-3 * Math.Abs(expected) + 2e-5);
        }

        double Difference(float[] direction, float h) => (Objective(direction, h) - Objective(direction, -h)) / (2 * h);

        double Objective(float[] direction, float shift)
        {
            float[] theta = [.. start.Zip(direction, (value, d) => value + shift * d)];
            using var chunk = new ParticleChunk(task, rule);
            chunk.Reset(0, stream.At("initialization"), stream.At("data"));
            chunk.Bind(0, theta);
            double sum = 0;
            Span<float> loss = [0];
            for (var step = 0; step < Steps; step++)
            {
                chunk.Step([1], loss);
                sum += objective.Of(loss[0], task.UninformedLoss) / Steps;
            }

            return sum;
        }
    }

    [Fact]
    public void OptionsThatHaveNoMeaningAreRefused()
    {
        using var task = new QuadraticTask(Bench.Curvatures, Bench.Start);
        using var pool = new WorkerPool(1);
        var shaped = Assert.Throws<ArgumentException>(() => Bench.Create("full-backprop", task, pool, Bench.Options with { Shaping = new(ShapingKind.Sign) }));
        Assert.Equal("full-backprop has no loss differences to shape; received shaping Sign. Leave it out.", shaped.Message);
        var rule = Assert.Throws<ArgumentException>(() => Bench.Create("truncated-backprop", task, pool, Bench.Options, rule: UpdateRules.Create("celo")));
        Assert.Equal(
            "update rule celo has no differentiable form; truncated-backprop trains unf-adam, pointwise-adam, unf, unf-tied, deepset, adam, adamw, nadam, rmsprop, sgdm. " +
            "Use an evolution strategy, such as nres.", rule.Message);
    }

    /// <summary>With a network that answers zero, the paper's rule is momentum descent, whose meta-gradient on a quadratic is known.</summary>
    [Theory]
    [InlineData("unf")]
    [InlineData("unf-tied")]
    [InlineData("deepset")]
    public void OnTheQuadraticTheRateAndTheDecayOfTheFunctionalRulesHaveTheKnownGradient(string name)
    {
        using var task = new QuadraticTask(Bench.Curvatures, Bench.Start);
        var rule = UpdateRules.Create(name, $$"""{"Form":"Sum","Channels":4,"Rate":{{Bench.Rate}},"Decay":{{Bench.Decay}}}""", task.Space);
        var theta = BusyTheta.For(rule);
        foreach (var array in (string[])["alpha", "beta", "gamma", "last.weight", "last.bias"]) rule.Theta.MutableSlice(theta, array).Clear();
        using var pool = new WorkerPool(1);
        using var estimator = Bench.Create("full-backprop", task, pool, Bench.Options with { Pairs = 2 }, rule: rule);
        var gradient = new float[theta.Length];
        estimator.Estimate(theta, 0, gradient);
        RequireEqual(Bench.Theory().Gradient(ObjectiveMeasure.Mean), [gradient[rule.Theta["alpha"].Offset], gradient[rule.Theta["gamma"].Offset]]);
        Assert.Equal(0, gradient[rule.Theta["beta"].Offset]);
    }

    /// <summary>The same of Adam: the bias of the logarithmic magnitude moves the rate, whose gradient Adam's own rule knows.</summary>
    [Theory]
    [InlineData("unf-adam")]
    [InlineData("pointwise-adam")]
    public void OnTheQuadraticTheMagnitudeOfTheFunctionalRulesHasTheGradientOfAdamsRate(string name)
    {
        var (functional, hand) = (UpdateRules.Create(name, """{"StepScale":0.05,"Channels":4}"""), new AdamRule(new AdamOptions { Rate = 0.05f }));
        var theta = BusyTheta.For(functional);
        foreach (var array in functional.Theta.Arrays.Where(array => array.Name.StartsWith("output", StringComparison.Ordinal) || array.Name.StartsWith("schedule", StringComparison.Ordinal)))
            functional.Theta.MutableSlice(theta, array.Name).Clear();
        var (learned, known) = (Gradient(functional, theta), Gradient(hand, new float[hand.Theta.Count]));
        Assert.True(Math.Abs(known[0]) > 1e-3);
        Assert.Equal(known[0] / 10, learned[functional.Theta["output.bias"].Offset + 1], 1e-4 * Math.Abs(known[0]));

        static float[] Gradient(IUpdateRule rule, float[] theta)
        {
            using var task = new QuadraticTask(Bench.Curvatures, Bench.Start);
            using var pool = new WorkerPool(1);
            using var estimator = Bench.Create("full-backprop", task, pool, Bench.Options with { Pairs = 2 }, rule: rule);
            var gradient = new float[theta.Length];
            estimator.Estimate(theta, 0, gradient);
            return gradient;
        }
    }

    public static TheoryData<string, ObjectiveShape> RulesAndShapes()
    {
        var data = new TheoryData<string, ObjectiveShape>();
        foreach (var name in UpdateRules.DifferentiableNames) data.Add(name, ObjectiveShape.Linear);
        data.Add("adam", ObjectiveShape.Logarithm);
        data.Add("unf-adam", ObjectiveShape.Logarithm);
        return data;
    }

    // Steps that are large enough for differences in single precision.
    private static string? SettingsOf(string name) => name switch
    {
        "unf-adam" or "pointwise-adam" => """{"Channels":4,"HiddenLayers":1,"StepScale":0.02}""",
        "unf" or "unf-tied" or "deepset" => """{"Channels":4,"HiddenLayers":1,"NetworkWeight":0.1}""",
        "adamw" => """{"Rate":0.05,"WeightDecay":0.5}""",
        "rmsprop" => """{"Rate":0.005,"Decay":0.9}""",
        "sgdm" => """{"Rate":0.1,"Decay":0.8}""",
        _ => """{"Rate":0.05}""",
    };

    // Half of the hidden units well above zero and half below: differences of single precision are too wide for the corners of a ReLU, which
    // the rules' own tests look at in double precision.
    private static float[] Smooth(IUpdateRule rule)
    {
        var theta = BusyTheta.For(rule, 0.03f);
        foreach (var array in rule.Theta.Arrays.Where(array => array.Name.EndsWith(".bias", StringComparison.Ordinal) && !array.Name.StartsWith("last", StringComparison.Ordinal) && !array.Name.StartsWith("output", StringComparison.Ordinal)))
            for (var i = 0; i < array.Count; i++) theta[array.Offset + i] = i % 2 == 0 ? 6 : -6;
        return theta;
    }

    private static IEnumerable<float[]> Directions(IUpdateRule rule)
    {
        for (var k = 0; rule is HandDesignedRule && k < rule.Theta.Count; k++) yield return [.. Enumerable.Range(0, rule.Theta.Count).Select(i => i == k ? 1f : 0f)];
        for (var k = 0UL; rule is not HandDesignedRule && k < 6; k++)
        {
            var direction = new float[rule.Theta.Count];
            new CounterRandom(17).At(k).Fill(direction);
            var length = direction.Sum(d => d * d);
            yield return [.. direction.Select(d => d / MathF.Sqrt(length))];
        }
    }

    private static void RequireEqual(double[] expected, double[] actual)
    {
        for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k], 1e-4 * Math.Abs(expected[k]) + 1e-6);
    }
}
