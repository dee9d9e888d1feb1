using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

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

    /// <summary>Second order through Adam and a network, against differences of the fused inner loop, which shares no code with it.</summary>
    [Theory]
    [InlineData("adam", ObjectiveShape.Linear)]
    [InlineData("adam", ObjectiveShape.Logarithm)]
    [InlineData("sgdm", ObjectiveShape.Linear)]
    public void EqualsCentralDifferencesOfTheFusedInnerLoop(string name, ObjectiveShape shape)
    {
        const int Steps = 12;
        using var task = new TanhTask();
        IUpdateRule rule = name == "adam" ? new AdamRule(new AdamOptions { Rate = 0.05f }) : new SgdmRule(new SgdmOptions { Rate = 0.1f, Decay = 0.8f });
        var objective = new InnerObjective(shape, Limit: 100);
        var options = Bench.Options with { Pairs = 1, Window = 4, Truncation = new ConstantLength(Steps), Objective = objective };
        using var pool = new WorkerPool(1);
        using var estimator = Bench.Create("full-backprop", task, pool, options, seed: 3, rule);
        var gradient = new float[rule.Theta.Count];
        estimator.Estimate(new float[gradient.Length], 0, gradient);

        var stream = new CounterRandom(3).At("pairs").Fork(0xE9, 0, 0);
        for (var k = 0; k < gradient.Length; k++)
        {
            var (wide, narrow) = (Difference(k, 0.02f), Difference(k, 0.01f));
            var expected = (4 * narrow - wide) / 3;                     // Richardson: the error of second order cancels
            Assert.Equal(expected, gradient[k], 1e-3 * Math.Abs(expected) + 2e-5);
        }

        double Difference(int k, float h) => (Objective(k, h) - Objective(k, -h)) / (2 * h);

        double Objective(int k, float shift)
        {
            var theta = new float[gradient.Length];
            theta[k] = shift;
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
        var rule = Assert.Throws<ArgumentException>(() => Bench.Create("truncated-backprop", task, pool, Bench.Options, rule: UpdateRules.Create("pointwise-adam")));
        Assert.Contains("pointwise-adam has no differentiable form; backpropagation knows adam and sgdm", rule.Message);
    }

    private static void RequireEqual(double[] expected, double[] actual)
    {
        for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k], 1e-4 * Math.Abs(expected[k]) + 1e-6);
    }
}
