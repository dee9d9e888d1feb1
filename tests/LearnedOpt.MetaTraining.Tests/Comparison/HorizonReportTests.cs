using LearnedOpt.MetaTraining.Comparison;
using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Tests.Comparison;

/// <summary>What is said of runs beyond the horizon of meta-training, against curves whose figures are known.</summary>
public sealed class HorizonReportTests
{
    private const int Steps = 2500, Horizon = 500;

    [Fact]
    public void ARowStandsAtEachWholeMultipleOfTheHorizon()
    {
        // Falls as 1000 / step, and rises after 1,500 steps.
        var rows = HorizonReport.Of(Plan(Horizon), Result(step => step < 1500 ? 1000f / (step + 1) : (step + 1) / 1500f));
        Assert.Equal([1, 2, 3, 4, 5], rows.Select(row => (int)row.Multiple));
        Assert.Equal([500, 1000, 1500, 2000, 2500], rows.Select(row => row.Steps));
        var atTwice = Enumerable.Range(901, 100).Average(step => 1000.0 / step);
        Assert.Equal(atTwice, rows[1].Loss, 5);
        Assert.Equal([1, 1, 1], rows.Take(3).Select(row => row.Rise));
        Assert.Equal(rows[4].Loss / rows[2].Loss, rows[4].Rise, 9);
        Assert.True(rows[4].Rise > 1.5);
        Assert.All(rows, row => Assert.Equal((2.0, 0, 2), (row.ReferenceLoss, row.Divergences, row.Runs)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(1e6f)]
    public void SeedsThatDivergeAreCountedFromThereOn(float loss)
    {
        var rows = HorizonReport.Of(Plan(Horizon), Result(step => step < 1200 ? 1 : loss));
        Assert.Equal([0, 0, 2, 2, 2], rows.Select(row => row.Divergences));
        Assert.Equal(1, rows[1].Loss);
        Assert.True(rows[2].Loss > 1e4);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Steps)]
    public void WithoutStepsBeyondAHorizonThereIsNothingToSay(int? horizon) => Assert.Empty(HorizonReport.Of(Plan(horizon), Result(_ => 1)));

    [Theory]
    [InlineData("200 to 3000", 3000)]
    [InlineData("2000", 2000)]
    [InlineData("never ending", null)]
    [InlineData("", null)]
    public void TheHorizonIsReadFromTheCard(string card, int? horizon)
    {
        var rule = UpdateRules.Create("adam");
        Assert.Equal(horizon, ComparedOptimizer.Learned("a", new RuleFile(rule, new float[rule.Theta.Count], new Dictionary<string, string> { ["horizon"] = card })).Horizon);
    }

    private static ComparisonPlan Plan(int? horizon)
    {
        var rule = UpdateRules.Create("adam");
        var learned = new ComparedOptimizer("learned", rule, new float[rule.Theta.Count], 1) { IsLearned = true, Horizon = horizon };
        return new ComparisonPlan { Tasks = [], Optimizers = [Baselines.Find(Baselines.Reference)!, learned], Steps = Steps };
    }

    private static ComparisonResult Result(Func<int, float> learned) =>
        new("task", "Adam", [Run("Adam", 0, _ => 2), Run("Adam", 1, _ => 2), Run("learned", 0, learned), Run("learned", 1, learned)]);

    private static TrainingRun Run(string name, int seed, Func<int, float> loss)
    {
        var rule = UpdateRules.Create("adam");
        return new TrainingRun(new Contender(name, rule, new float[rule.Theta.Count], 1), seed, [.. Enumerable.Range(0, Steps).Select(loss)], 1);
    }
}
