using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.OuterOptimizers;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Tests.Estimators;

/// <summary>Losses that are NaN: mapped, counted, never the best, and fatal only when nothing else is left for long.</summary>
public sealed class DivergenceTests
{
    public static TheoryData<string> Names => Bench.Names;

    private static readonly OuterSettings Settings = new(new WarmupCosine(0.01, 1, 1), ClipNorm: 1, AverageDecay: 0.9) { MostFailures = 4 };

    [Theory]
    [MemberData(nameof(Names))]
    public void SomeLostParticlesAreCountedAndLeaveThetaFinite(string name)
    {
        // A third of all models begin where the loss is NaN.
        var lost = 0;
        using var task = new QuadraticTask([1, 1], [0, 1], spread: 1, lostAbove: 0.5);
        using var pool = new WorkerPool(1);
        using var estimator = Bench.Create(name, task, pool, Bench.Options with { Pairs = 12 });
        var trainer = new MetaTrainer(new float[2], estimator, Settings);
        for (var step = 0; step < 12; step++)
        {
            var result = trainer.Step(0);
            lost += result.Estimate.Diverged;
            Assert.InRange(result.Estimate.Diverged, 0, result.Estimate.Particles - 1);
            Assert.True(double.IsFinite(result.GradientNorm) && double.IsFinite(result.Estimate.MeanLoss));
            Assert.False(result.Failed);
        }

        Assert.True(lost > 0);
        Assert.All(trainer.Theta, value => Assert.True(float.IsFinite(value) && value != 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingButLostParticlesStopsTheRunAfterAWhile(string name)
    {
        using var task = new QuadraticTask([1, 1], [1, 1], lostAbove: -10);
        using var pool = new WorkerPool(1);
        using var estimator = Bench.Create(name, task, pool, Bench.Options with { Pairs = 3 });
        var trainer = new MetaTrainer([0.25f, -0.5f], estimator, Settings);
        for (var step = 0; step < 3; step++) Assert.True(trainer.Step(0).Failed);
        Assert.Equal([0.25f, -0.5f], trainer.Theta);
        Assert.Equal(3, trainer.FailuresInARow);
        var fault = Assert.Throws<MetaTrainingDivergedException>(() => trainer.Step(0));
        Assert.Contains("meta-training stopped at outer step 4: in the last 4 steps all", fault.Message);
        Assert.Contains("Go on from an earlier checkpoint", fault.Message);
        Assert.Equal([0.25f, -0.5f], trainer.Average);
    }

    [Fact]
    public void DivergedPairsBeginAnewAtOnce()
    {
        using var task = new QuadraticTask([1, 1], [0, 1], spread: 1, lostAbove: 0.5);
        using var pool = new WorkerPool(1);
        using var estimator = Bench.Create("nres", task, pool, Bench.Options with { Pairs = 12, Truncation = new ConstantLength(1_000_000) });
        var gradient = new float[2];
        var first = estimator.Estimate([0, 0], 0, gradient);
        Assert.True(first.Episodes >= first.Diverged / 2 && first.Diverged > 0);
        EstimateStatistics last = default;
        for (var step = 1; step < 12; step++) last = estimator.Estimate([0, 0], step, gradient);
        Assert.True(last.Diverged < first.Diverged, $"{last.Diverged} of {first.Diverged}");
    }

    [Fact]
    public void LostParticlesRankWorst()
    {
        var differences = new double[3];
        new DifferenceShaping(ShapingKind.Ranks).Apply(
        [
            new PairOutcome(0, 1, 2, false, false),
            new PairOutcome(0, double.NaN, 3, true, false),
            new PairOutcome(0, -100, double.NaN, true, true),
        ], differences);
        // Ranks of 1, 2, 3 and three that are lost: 0, 1, 2 and 4 each, of 5.
        Assert.Equal([-0.2, 0.4, 0], differences.Select(d => Math.Round(d, 12)));
    }

    [Theory]
    [InlineData(ShapingKind.None, 3, -0.5)]
    [InlineData(ShapingKind.Sign, 2, -2)]
    [InlineData(ShapingKind.Clip, 2, -0.5)]
    public void ShapingKeepsSigns(ShapingKind kind, double first, double second)
    {
        var differences = new double[2];
        new DifferenceShaping(kind, Scale: 2).Apply([new PairOutcome(0, 4, 1, false, false), new PairOutcome(1, 0, 0.5, false, false)], differences);
        Assert.Equal([first, second], differences);
    }

    [Fact]
    public void TasksAreRankedApart()
    {
        var differences = new double[2];
        new DifferenceShaping(ShapingKind.Ranks).Apply([new PairOutcome(0, 4, 1, false, false), new PairOutcome(1, 1000, 2000, false, false)], differences);
        Assert.Equal([1, -1], differences);
    }
}
