using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.MetaTraining.Tests.Estimators;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Tests.Objectives;

public sealed class ObjectiveTests
{
    private static readonly double[] Losses = [3, 1, 2, 0.5, 4];

    [Theory]
    [InlineData(ObjectiveMeasure.Mean, 2.1)]
    [InlineData(ObjectiveMeasure.Final, 4)]
    [InlineData(ObjectiveMeasure.Minimum, 0.5)]
    public void SharesOfWindowsAverageToTheEpisodesObjective(ObjectiveMeasure measure, double expected)
    {
        var particle = new ParticleObjective(new InnerObjective(ObjectiveShape.Linear, 100) { Measure = measure });
        particle.BeginEpisode();
        var shares = Losses.Select(loss =>
        {
            particle.BeginEstimate();
            particle.AddStep((float)(2 * loss), uninformedLoss: 2);
            particle.EndWindow(null, 2, Losses.Length);
            Assert.Equal(loss, particle.MeanLoss, 12);
            return particle.Value;
        }).ToList();
        Assert.Equal(expected, shares.Average(), 12);
    }

    [Fact]
    public void PenaltiesCountRisesAndDivergence()
    {
        var particle = new ParticleObjective(new InnerObjective(ObjectiveShape.Linear, 10) { RisePenalty = 2, DivergencePenalty = 5 });
        particle.BeginEpisode();
        Assert.Equal([3, 1, 2 + 2 * 1, 10 + 5 + 2 * (15 - 1)], new[] { 3, 1, 2, float.NaN }.Select(loss =>
        {
            particle.BeginEstimate();
            particle.AddStep(loss, 1);
            particle.EndWindow(null, 1, 4);
            return particle.Value;
        }));
        Assert.True(particle.Diverged);
    }

    [Fact]
    public void LogarithmGivesHalvingTheSameWeightEverywhere()
    {
        var objective = new InnerObjective(ObjectiveShape.Logarithm, 4, Offset: 1e-6);
        Assert.Equal(objective.Of(2, 1) - objective.Of(1, 1), objective.Of(0.02f, 1) - objective.Of(0.01f, 1), 4);
        Assert.Equal(objective.Of(4, 1), objective.Of(float.NaN, 1));
        Assert.Equal(objective.Of(4, 1), objective.Of(float.PositiveInfinity, 1));
    }

    /// <summary>Gradient noise is drawn anew for validation, so a rule cannot fit it there.</summary>
    [Fact]
    public void ValidationLossesComeFromTheirOwnSplit()
    {
        using var task = new QuadraticTask([1], [1], noise: 5);
        using var pool = new WorkerPool(1);
        var means = new[] { DataSplit.Train, DataSplit.Validation }.Select(split =>
        {
            using var estimator = Bench.Create("full-es", task, pool, Bench.Options with { Objective = Bench.Options.Objective with { Split = split } });
            return estimator.Estimate([0, 0], 0, new float[2]).MeanLoss;
        }).ToArray();
        Assert.NotEqual(means[0], means[1]);
    }

    [Fact]
    public void FaultsAreReportedTogether()
    {
        using var task = new QuadraticTask([1], [1]);
        using var pool = new WorkerPool(1);
        var options = Bench.Options with
        {
            Pairs = 0,
            Sigma = -1,
            Truncation = new NeverEnding(),
            Objective = new InnerObjective(ObjectiveShape.Linear, double.PositiveInfinity) { Measure = ObjectiveMeasure.Final, Split = DataSplit.Test },
        };
        var fault = Assert.Throws<ArgumentException>(() => Bench.Create("nres", task, pool, options));
        foreach (var part in new[]
        {
            "Pairs must be at least 1; received 0",
            "Sigma must be positive; received -1",
            "objective Final needs episodes that end; received truncation schedule never-ending",
            "the objective's Limit must be positive and finite; received Infinity",
            "received Test, which is kept for comparisons",
        })
            Assert.Contains(part, fault.Message);
        var whole = Assert.Throws<ArgumentException>(() => Bench.Create("full-es", task, pool, Bench.Options with { Truncation = new NeverEnding() }));
        Assert.Equal("full-es unrolls whole episodes and needs a truncation schedule that ends; received never-ending.", whole.Message);
        Assert.Contains("no estimator is called 'es'; choose one of nres, pes,", Assert.Throws<ArgumentException>(() => Bench.Create("es", task, pool, Bench.Options)).Message);
    }
}
