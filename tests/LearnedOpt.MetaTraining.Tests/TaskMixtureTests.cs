using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Tests.Estimators;
using LearnedOpt.Numerics;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Tests;

public sealed class TaskMixtureTests
{
    private static ITask Task(float scale) => new QuadraticTask([scale, 0.4f * scale], [1, -2], spread: 0.3);

    [Fact]
    public void PairsAreDealtByShares()
    {
        var mixture = new TaskMixture([Task(1), Task(1), Task(1)], Shares: [1, 2, 1]);
        Assert.Equal([0, 0, 1, 1, 1, 1, 2, 2], Enumerable.Range(0, 8).Select(pair => mixture.Dealt(pair, 8)));
        Assert.Empty(mixture.Faults(8));
        Assert.Contains("2 pairs leave some of the 3 tasks without one", Assert.Single(mixture.Faults(2)));
        Assert.Empty((mixture with { Assignment = TaskAssignment.Sampled }).Faults(1));
        Assert.Contains("one positive number for each of the 3 tasks", Assert.Single((mixture with { Shares = [1, 0, 1] }).Faults(8)));
    }

    [Fact]
    public void EverySampledTaskIsMetInProportion()
    {
        var mixture = new TaskMixture([Task(1), Task(1)], TaskAssignment.Sampled, [3, 1]);
        var random = new CounterRandom(1);
        var first = Enumerable.Range(0, 2000).Count(i => mixture.At(random.UniformDouble((ulong)i)) == 0);
        Assert.Equal(0.75, first / 2000.0, 3 * Math.Sqrt(0.75 * 0.25 / 2000));
    }

    /// <summary>A thousand times the loss must not mean a thousand times the say.</summary>
    [Fact]
    public void NoTaskDominates()
    {
        var balance = new TaskBalance(2, enabled: true);
        double[] contributions = [];
        for (var step = 0; step < 200; step++)
        {
            contributions = [Wave(step, 0), Wave(step, 1), 1000 * Wave(step, 2), 1000 * Wave(step, 3)];
            balance.Apply([0, 0, 1, 1], contributions);
        }

        Assert.Equal(1000, balance.Factor(0) / balance.Factor(1), 50.0);
        Assert.Equal(1, balance.Factor(0) * balance.Factor(1), 6);

        static double Wave(int step, int k) => Math.Sin(1.7 * step + k);
    }

    [Theory]
    [InlineData(TaskAssignment.Dealt)]
    [InlineData(TaskAssignment.Sampled)]
    public void MixturesOfDifferentModelsTrain(TaskAssignment assignment)
    {
        using var pool = new WorkerPool(2);
        var mixture = new TaskMixture([Task(1), new TanhTask()], assignment);
        using var estimator = GradientEstimators.Create("pes", new EstimatorSetup(mixture, Bench.Rule, Bench.Options, new CounterRandom(2), pool));
        var gradient = new float[2];
        for (var step = 0; step < 10; step++)
        {
            var statistics = estimator.Estimate([0, 0], step, gradient);
            Assert.Equal(2 * 16 * Bench.Window, statistics.InnerSteps);
            Assert.All(gradient, g => Assert.True(float.IsFinite(g) && g != 0));
        }
    }
}
