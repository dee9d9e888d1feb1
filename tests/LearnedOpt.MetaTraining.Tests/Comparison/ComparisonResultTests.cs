using System.Text.Json;
using LearnedOpt.MetaTraining.Comparison;
using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Tests.Comparison;

public sealed class ComparisonResultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("comparison").FullName;

    [Fact]
    public void EachOptimizerStandsAtItsBestRateAndNaNNeverWins()
    {
        var result = Result();
        Assert.Equal(0.1, result.Best["Adam"][0].Contender.LearningRate);
        Assert.Equal(1, result.Baseline, 6);
    }

    [Fact]
    public void TheBaselineIsReachedWhereTheMeanOfAHundredStepsFallsToIt()
    {
        var row = Result().Rows().First(row => row.Optimizer == "learned");
        Assert.Equal(130, row.StepsToBaseline); // the last 100 steps: 20 at 3, 80 at 0.5
        Assert.Equal(400 / 130.0, row.Speedup!.Value, 9);
    }

    [Fact]
    public void ADivergedRunIsCountedAndWrittenAsNull()
    {
        var result = Result();
        Assert.Equal(1, result.Summaries().Single(s => s.Optimizer == "wild").Divergences);
        var path = Path.Combine(_folder, "comparison.json");
        ComparisonFiles.WriteJson(path, [result]);
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        Assert.Equal(1, json.RootElement.GetProperty("baseline").GetDouble(), 6);
        var wild = json.RootElement.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("optimizer").GetString() == "wild");
        Assert.Equal(JsonValueKind.Null, wild.GetProperty("finalLoss").ValueKind);
        Assert.Equal(JsonValueKind.Null, wild.GetProperty("stepsToBaseline").ValueKind);
    }

    [Fact]
    public void AnEvenMedianLiesBetweenAndInfinityStaysLast()
    {
        Assert.Equal(1.5, ComparisonResult.Median([2, 1]));
        Assert.Equal(2, ComparisonResult.Median([double.NaN, 1, 2]));
        Assert.Equal(double.PositiveInfinity, ComparisonResult.Median([double.NaN, double.NaN, 2]));
    }

    private static ComparisonResult Result() => new("task", "Adam",
    [
        Run("Adam", 0.01, _ => 2), Run("Adam", 0.1, _ => 1), Run("Adam", 1, _ => float.NaN),
        Run("learned", 1, step => step < 50 ? 3 : 0.5f),
        Run("wild", 1, step => step < 10 ? 3 : float.NaN),
    ]);

    private static TrainingRun Run(string name, double rate, Func<int, float> loss)
    {
        var rule = UpdateRules.Create("adam");
        return new TrainingRun(new Contender(name, rule, new float[rule.Theta.Count], rate), 0, [.. Enumerable.Range(0, 400).Select(loss)], 1);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
