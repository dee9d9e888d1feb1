using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Tests.Estimators;

/// <summary>On a quadratic the meta-gradient is known exactly; estimates must scatter around it.</summary>
public sealed class EvolutionGradientTests
{
    [Theory]
    [InlineData("nres", ObjectiveMeasure.Mean)]
    [InlineData("nres", ObjectiveMeasure.Final)]
    [InlineData("nres", ObjectiveMeasure.Minimum)]
    [InlineData("pes", ObjectiveMeasure.Mean)]
    [InlineData("pes", ObjectiveMeasure.Final)]
    [InlineData("full-es", ObjectiveMeasure.Mean)]
    [InlineData("full-es", ObjectiveMeasure.Final)]
    [InlineData("full-es", ObjectiveMeasure.Minimum)]
    public void UnbiasedEstimatorsAverageToTheGradient(string name, ObjectiveMeasure measure)
    {
        var (mean, error) = Bench.Measure(name, Bench.Options with { Objective = Bench.Options.Objective with { Measure = measure } });
        RequireNear(Bench.Theory().Gradient(measure), mean, error);
    }

    [Fact]
    public void TruncatedEsIsBiasedAsTheorySays()
    {
        var (mean, error) = Bench.Measure("truncated-es", Bench.Options);
        RequireNear(Bench.Theory().Truncated(), mean, error);
        var exact = Bench.Theory().Gradient(ObjectiveMeasure.Mean);
        Assert.True(Math.Abs(mean[0] - exact[0]) > 10 * error[0], $"{mean[0]} should be far from {exact[0]}; error {error[0]}");
    }

    [Fact]
    public void ReusedNoiseVariesNoMoreThanAccumulatedNoise()
    {
        // Of one estimate, per window w: |sum_v g_v|^2 with one perturbation, (w + 1) sum_v |g_v|^2 with w + 1 of them, where
        // g_v is the window's gradient with respect to window v's theta; the rest is equal (Cauchy, Schwarz).
        var options = Bench.Options with { Truncation = new ConstantLength(24 * Bench.Window) };
        var (nres, pes) = (Bench.Measure("nres", options, blocks: 500, blockLength: 1).Error, Bench.Measure("pes", options, blocks: 500, blockLength: 1).Error);
        for (var k = 0; k < nres.Length; k++) Assert.True(nres[k] <= pes[k], $"component {k}: {nres[k]} and {pes[k]}");
    }

    [Theory]
    [InlineData("nres")]
    [InlineData("pes")]
    [InlineData("truncated-es")]
    [InlineData("full-es")]
    public void SigmaDoesNotMatterWhereTheLossIsLinear(string name)
    {
        using var task = new QuadraticTask([0, 0], [1, 2], slopes: [1, -3]);
        using var pool = new WorkerPool(1);
        var estimates = new[] { 0.01, 1 }.Select(sigma =>
        {
            using var estimator = Bench.Create(name, task, pool, Bench.Options with { Sigma = sigma }, rule: new ShiftRule(2));
            var gradient = new float[2];
            for (var step = 0; step < 5; step++) estimator.Estimate([0, 0], step, gradient);
            return gradient;
        }).ToArray();
        for (var k = 0; k < 2; k++)
        {
            Assert.NotEqual(0, estimates[0][k]);
            Assert.Equal(estimates[0][k], estimates[1][k], 2e-3 * Math.Abs(estimates[1][k]) + 1e-3);
        }
    }

    private static void RequireNear(double[] expected, double[] mean, double[] error)
    {
        for (var k = 0; k < mean.Length; k++)
        {
            // An error that large would make the test say nothing.
            Assert.True(error[k] < 0.15 * Math.Abs(expected[k]), $"component {k}: standard error {error[k]} of {expected[k]}");
            Assert.True(Math.Abs(mean[k] - expected[k]) < 3 * error[k], $"component {k}: {mean[k]} should be {expected[k]} within 3 times {error[k]}");
        }
    }
}
