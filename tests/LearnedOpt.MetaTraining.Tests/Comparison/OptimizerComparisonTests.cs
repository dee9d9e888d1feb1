using System.Text.Json;
using LearnedOpt.MetaTraining.Comparison;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.MetaTraining.Tests.Comparison;

public sealed class OptimizerComparisonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compare").FullName;
    private readonly ITask _task = TaskRegistry.Create("quadratic/16", DataFolder.Resolve(null));

    private ComparisonPlan Plan => new() { Tasks = [_task], Optimizers = Baselines.All, Steps = 200, Seeds = 2, SweepSeeds = 2 };

    [Fact]
    public void TheSameLossesOnAnyNumberOfThreads()
    {
        var (one, three) = (OptimizerComparison.Run(Plan, 1), OptimizerComparison.Run(Plan, 3));
        Assert.True(one.IsComplete);
        Assert.Equal(Losses(one), Losses(three));
        Assert.Equal(one.Summaries, three.Summaries);
    }

    [Fact]
    public void AllBeginAtTheSameValuesAndSweepsAreOfEqualSizeOnOtherSeeds()
    {
        using var noisy = TaskRegistry.Create("quadratic/16-noisy", DataFolder.Resolve(null)); // without noise, seeds differ by signs only
        var outcome = OptimizerComparison.Run(Plan with { Tasks = [noisy] }, 1);
        var result = outcome.Tasks.Single();
        foreach (var bySeed in result.Runs.GroupBy(run => run.Seed)) Assert.Single(bySeed.Select(run => run.Losses[0]).Distinct());
        Assert.All(outcome.Sweeps, sweep => Assert.Equal((5, 2), (sweep.Points.Count, sweep.Points[0].Runs)));
        Assert.Equal(Baselines.All.Count, outcome.Sweeps.Count);
        foreach (var sweep in outcome.Sweeps)
        {
            Assert.Equal(sweep.Best, result.Best[sweep.Optimizer][0].Contender.LearningRate);
            Assert.Equal(sweep.Points.Min(point => point.FinalLoss), sweep.Points.Single(point => point.LearningRate == sweep.Best).FinalLoss);
            Assert.NotEqual(sweep.Points.Single(point => point.LearningRate == sweep.Best).FinalLoss, ComparisonResult.Median(result.Best[sweep.Optimizer].Select(run => run.FinalLoss)));
        }
    }

    [Fact]
    public void TheReferenceIsItsOwnMeasure()
    {
        var outcome = OptimizerComparison.Run(Plan, 1);
        Assert.Equal(1, outcome.Summaries.Single(summary => summary.Optimizer == "Adam").SpeedupIqm, 0.3);
        Assert.Contains(outcome.Verdicts, verdict => verdict.Contains("swept Adam's speed", StringComparison.Ordinal));
    }

    [Fact]
    public void ARateAtTheEndOfItsGridIsSaid()
    {
        var plan = Plan with { Optimizers = [Baselines.All[0] with { LearningRates = [1e-6, 1e-5, 1e-4] }] };
        var outcome = OptimizerComparison.Run(plan, 1);
        Assert.True(outcome.Sweeps.Single().IsAtEnd);
        Assert.Contains(outcome.Notes, note => note.Contains("at the end of the grid of Adam (0.0001)", StringComparison.Ordinal));
    }

    [Fact]
    public void TheSummarySaysWhenTheReferenceWins()
    {
        var weak = ComparedOptimizer.HandDesigned("weak", UpdateRules.Create("unf-adam"), 1e-4) with { IsLearned = true, TrainedOn = ["quadratic/16"] };
        var outcome = OptimizerComparison.Run(Plan with { Optimizers = [Baselines.All[0], weak] }, 1);
        Assert.StartsWith("Adam wins against weak", outcome.Verdicts[0], StringComparison.Ordinal);
        Assert.Contains(outcome.Notes, note => note.Contains("weak was meta-trained on quadratic/16", StringComparison.Ordinal));
    }

    [Fact]
    public void ARateThatDivergesIsNotChosenAndOneThatIsForcedIsCounted()
    {
        ComparedOptimizer Sgdm(string name, params double[] rates) => ComparedOptimizer.HandDesigned(name, UpdateRules.Create("sgdm"), rates);
        var outcome = OptimizerComparison.Run(Plan with { Optimizers = [Baselines.All[0], Sgdm("swept", 0.1, 100), Sgdm("forced", 100)] }, 1);
        Assert.Equal(0.1, outcome.Sweeps.Single(sweep => sweep.Optimizer == "swept").Best);
        Assert.Equal(2, outcome.Sweeps.Single(sweep => sweep.Optimizer == "swept").Points[1].Divergences);
        var forced = outcome.Summaries.Single(summary => summary.Optimizer == "forced");
        Assert.Equal((2, 0.0), (forced.Divergences, forced.SpeedupIqm));
        Assert.Contains("forced diverged in 2 of 2 runs.", outcome.Notes);
    }

    [Fact]
    public void AnInterruptedComparisonGoesOnFromItsJournal()
    {
        var path = Path.Combine(_folder, "runs.jsonl");
        using var source = new CancellationTokenSource();
        var progress = new ComparisonProgress();
        using (var journal = new RunJournal(path))
        using (new Timer(_ => { if (progress.Runs >= 20) source.Cancel(); }, null, 0, 1))
        {
            var partial = OptimizerComparison.Run(Plan with { Steps = 500 }, 1, progress, journal, source.Token);
            Assert.False(partial.IsComplete);
            Assert.InRange(journal.Count, 20, 71);
        }

        File.AppendAllText(path, "{\"key\":\"cut sho");
        int before;
        ComparisonOutcome resumed;
        using (var journal = new RunJournal(path))
        {
            before = journal.Count;
            resumed = OptimizerComparison.Run(Plan with { Steps = 500 }, 1, null, journal);
            Assert.Equal(72, journal.Count);
        }

        Assert.Equal(Losses(OptimizerComparison.Run(Plan with { Steps = 500 }, 2)), Losses(resumed));
        using var again = new RunJournal(path);
        Assert.Equal(72, again.Count);
        Assert.Equal(72, File.ReadLines(path).Count(line => line.EndsWith('}')));
    }

    [Fact]
    public void AJournalKnowsRunsOfThisPlanOnly()
    {
        var path = Path.Combine(_folder, "runs.jsonl");
        using var journal = new RunJournal(path);
        Assert.Throws<IOException>(() => new RunJournal(path));             // two comparisons in one folder would mix their lines
        var plan = Plan with { Optimizers = [Baselines.All[0]] };
        OptimizerComparison.Run(plan, 1, null, journal);
        Assert.Equal(12, journal.Count);
        OptimizerComparison.Run(plan with { Seed = 2 }, 1, null, journal);
        Assert.Equal(24, journal.Count);
        OptimizerComparison.Run(plan with { Steps = 201 }, 1, null, journal);
        Assert.Equal(36, journal.Count);
    }

    [Fact]
    public void FilesHoldWhatAReaderNeeds()
    {
        ComparisonFiles.Write(_folder, OptimizerComparison.Run(Plan, 1));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "comparison.json")));
        var summary = json.RootElement.GetProperty("summary").EnumerateArray().ToList();
        Assert.Equal(Baselines.All.Select(baseline => baseline.Name), summary.Select(row => row.GetProperty("optimizer").GetString()));
        foreach (var row in summary)
        {
            Assert.InRange(row.GetProperty("speedupIqm").GetDouble(), row.GetProperty("low").GetDouble(), row.GetProperty("high").GetDouble());
            Assert.Equal(0, row.GetProperty("divergences").GetInt32());
        }

        Assert.Equal(12, json.RootElement.GetProperty("rows").GetArrayLength());
        Assert.True(json.RootElement.GetProperty("baseline").GetDouble() > 0);
        Assert.Equal(13, File.ReadAllLines(Path.Combine(_folder, "comparison.csv")).Length);
        Assert.Equal(31, File.ReadAllLines(Path.Combine(_folder, "sweep.csv")).Length);
        Assert.Equal(201, File.ReadAllLines(Path.Combine(_folder, "curves-quadratic-16.csv")).Length);
        Assert.Contains("| Adam |", File.ReadAllText(Path.Combine(_folder, "comparison.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryFaultOfAPlanIsNamedAtOnce()
    {
        var adam = Baselines.All[0];
        var fault = Assert.Throws<ArgumentException>(() => OptimizerComparison.Run(new ComparisonPlan { Tasks = [_task, _task], Optimizers = [adam with { LearningRates = [0] }, adam], Steps = 10 })).Message;
        foreach (var part in new[] { "steps must be 200", "task 'quadratic/16' is given twice", "two optimizers are called 'Adam'", "'Adam' needs learning rates above 0" })
            Assert.Contains(part, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void AThetaOfAnotherArchitectureIsRefusedBeforeAnythingRuns()
    {
        using var other = TaskRegistry.Create("mlp/mnist-8", DataFolder.Resolve(null));
        var full = ComparedOptimizer.HandDesigned("full", UpdateRules.Create("unf", null, other.Space), 1);
        var fault = Assert.Throws<ArgumentException>(() => OptimizerComparison.Run(Plan with { Optimizers = [Baselines.All[0], full] })).Message;
        Assert.Contains("'full' does not fit quadratic/16", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void TheCosineEndsAtNothing()
    {
        var contender = Baselines.Find("adam-cosine")!.At(0.1, 100);
        Assert.Equal(0.1, contender.RateAt(0, 100));
        Assert.Equal(0.05, contender.RateAt(50, 100), 12);
        Assert.InRange(contender.RateAt(99, 100), 0, 1e-4);
    }

    private static List<float[]> Losses(ComparisonOutcome outcome) => [.. outcome.Tasks.SelectMany(result => result.Runs).Select(run => run.Losses)];

    public void Dispose()
    {
        _task.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
