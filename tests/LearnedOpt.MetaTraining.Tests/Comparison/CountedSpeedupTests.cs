using LearnedOpt.MetaTraining.Comparison;
using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Tests.Comparison;

/// <summary>What a run counts as in means, against a baseline whose loss falls from 10 to 0 along a line.</summary>
public sealed class CountedSpeedupTests
{
    private const int Steps = 1000;

    private static readonly TrainingRun Adam = Run("Adam", step => 10f * (Steps - step) / Steps);

    [Fact]
    public void ARunThatReachesTheTargetCountsWithItsSpeedup()
    {
        var fast = Run("fast", step => 10f * Math.Max(0, 500 - step) / 500);
        var result = Result(fast);
        Assert.Equal((double)Steps / fast.StepsTo(result.Baseline)!.Value, result.CountedSpeedup(fast));
        Assert.InRange(result.CountedSpeedup(fast), 1.8, 2);
    }

    [Fact]
    public void ARunThatDoesNotCountsWithTheStepsThatTheBaselineNeededForItsLoss()
    {
        var slow = Run("slow", step => 10f - (5f * step / Steps)); // ends where the baseline is half way
        Assert.Equal(0.5, Result(slow).CountedSpeedup(slow), 0.03);
        Assert.Null(Result(slow).Rows().Single(row => row.Optimizer == "slow").Speedup);
    }

    [Fact]
    public void ARunThatDivergedOrLearnedNothingCountsAsNothing()
    {
        foreach (var bad in new[] { Run("bad", step => step > 900 ? float.NaN : 0f), Run("bad", _ => 10f), Run("bad", step => 1 + step) })
        {
            var result = Result(bad);
            Assert.Equal(0, result.CountedSpeedup(bad));
        }
    }

    [Fact]
    public void LossThatEndsAboveTwiceItsStartIsADivergence()
    {
        Assert.True(Run("up", step => 1 + step / 100f).Diverged);
        Assert.False(Run("level", _ => 1.5f).Diverged);
        Assert.True(Run("lost", step => step == 999 ? float.PositiveInfinity : 1).Diverged);
    }

    [Fact]
    public void TinyLossesBehindLargeOnesStillReachTheirOwnMean()
    {
        var run = Run("Adam", step => (float)Math.Pow(10, 6 - (step / 50.0)));
        Assert.Equal(Steps, run.StepsTo(run.FinalLoss));
    }

    [Fact]
    public void AStepOfARunThatWasStoppedIsTimedByTheStepsItTook() =>
        Assert.Equal(0.01, Run("stopped", step => step >= 99 ? float.NaN : 1).SecondsPerStep, 12); // 100 steps in a second

    private static ComparisonResult Result(TrainingRun other) => new("task", "Adam", [Adam, other]);

    private static TrainingRun Run(string name, Func<int, float> loss)
    {
        var rule = UpdateRules.Create("adam");
        return new TrainingRun(new Contender(name, rule, new float[rule.Theta.Count], 1), 0, [.. Enumerable.Range(0, Steps).Select(loss)], 1);
    }
}
