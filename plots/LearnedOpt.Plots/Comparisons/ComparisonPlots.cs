using System.Globalization;
using LearnedOpt.MetaTraining.Comparison;
using OxyPlot;
using CountedRun = LearnedOpt.MetaTraining.Comparison.TrainingRun;

namespace LearnedOpt.Plots;

/// <summary>The plots of a comparison.</summary>
public static class ComparisonPlots
{
    private const int MostCurves = 7;
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Training loss on one task against steps: the reference, the best other baseline and the learned optimizers.</summary>
    public static PlotModel AgainstSteps(ComparisonOutcome outcome, ComparisonResult result) =>
        Curves(outcome, result, "inner step", _ => 1);

    /// <summary>The same against wall-clock time, each optimizer at the median time of its step.</summary>
    public static PlotModel AgainstSeconds(ComparisonOutcome outcome, ComparisonResult result) =>
        Curves(outcome, result, "seconds", runs => ComparisonResult.Median(runs.Select(run => run.SecondsPerStep)));

    /// <summary>Loss against steps, both logarithmic, of a learned optimizer and the reference, with the horizon of meta-training marked.</summary>
    public static PlotModel PastHorizon(ComparisonOutcome outcome, ComparisonResult result, ComparedOptimizer optimizer)
    {
        var steps = Spread(result.Steps);
        return LearningCurvePlot.Create(
            [.. new[] { outcome.Plan.Reference, optimizer.Name }.Select(name => new Curve(
                string.Create(Culture, $"{name} ({result.Best[name][0].Contender.LearningRate:0.######})"), [.. steps.Select(step => (double)step)],
                [.. result.Best[name].Select(run => (IReadOnlyList<double>)[.. steps.Select(step => run.MeanBefore(step, Math.Clamp(step / 10, 1, CountedRun.Smoothing)))])]) { Highlight = name == optimizer.Name, Style = Look(outcome, name) })],
            new LearningCurveOptions
            {
                Title = $"{result.Task}: past the horizon of {optimizer.Name}",
                Subtitle = $"median of {result.Best[optimizer.Name].Count} seeds, band: minimum to maximum; mean of the last tenth of the steps, at most {CountedRun.Smoothing}",
                LogX = true,
                LogY = result.Runs.All(run => run.Losses.All(loss => !(loss <= 0))),
                Band = Band.MinMax,
                Horizon = optimizer.Horizon,
            });
    }

    // The reference, then the learned ones, then the others: what is drawn most has the colours that are told apart best.
    private static List<string> Looks(ComparisonOutcome outcome) =>
        [.. outcome.Plan.Optimizers.OrderBy(optimizer => optimizer.Name == outcome.Plan.Reference ? 0 : optimizer.IsLearned ? 1 : 2).Select(optimizer => optimizer.Name)];

    private static int Look(ComparisonOutcome outcome, string name) => Looks(outcome).IndexOf(name);

    // Evenly over a logarithmic axis.
    private static int[] Spread(int steps) => [.. Enumerable.Range(0, 400).Select(i => (int)Math.Round(Math.Pow(steps, i / 399.0))).Distinct()];

    /// <summary>Speedup on each task with the range over seeds; with several tasks also the interquartile mean with its interval.</summary>
    public static PlotModel Speedups(ComparisonOutcome outcome)
    {
        var others = outcome.Plan.Optimizers.Where(optimizer => optimizer.Name != outcome.Plan.Reference).Select(optimizer => optimizer.Name).ToList();
        var speedups = others.SelectMany(name => outcome.Tasks.Select(result => OfTask(result, name))).ToList();
        if (outcome.Tasks.Count > 1)
        {
            speedups.AddRange(outcome.Summaries.Where(summary => summary.Optimizer != outcome.Plan.Reference)
                .Select(summary => new Speedup("all tasks", summary.Optimizer, summary.SpeedupIqm, summary.Low, summary.High)));
        }

        return SpeedupPlot.Create(speedups, new SpeedupOptions
        {
            Title = $"Speedup in steps to swept {outcome.Plan.Reference}'s final loss",
            Subtitle = outcome.Tasks.Count > 1 ? "median of seeds, bar: least to most; all tasks: interquartile mean with its 95 % interval" : "median of seeds, bar: least to most",
            Baseline = $"swept {outcome.Plan.Reference}",
            Looks = Looks(outcome),
        });
    }

    /// <summary>The share of tasks on which an optimizer's steps to the target are within a factor of the fewest.</summary>
    public static PlotModel Profile(ComparisonOutcome outcome) => PerformanceProfilePlot.Create(
        [.. outcome.Tasks.SelectMany(result => result.Summaries().Select(summary => new TaskCost(result.Task, summary.Optimizer, summary.StepsToBaseline ?? double.PositiveInfinity)))],
        new PerformanceProfileOptions { Title = "Tasks solved within a factor of the fewest steps", CostName = $"steps to swept {outcome.Plan.Reference}'s final loss", Looks = Looks(outcome) });

    /// <summary>Speedup against an option of a task, such as width or depth, with the values that meta-training saw.</summary>
    internal static PlotModel Generalisation(ComparisonOutcome outcome, TaskVariation variation)
    {
        var shown = Looks(outcome).Where(name => name != outcome.Plan.Reference).Take(MostCurves).ToList();
        var seeds = variation.Points.Min(point => point.Result.Best[outcome.Plan.Reference].Count);
        var trained = variation.ValuesIn(outcome.Plan.Optimizers.Where(optimizer => optimizer.IsLearned).SelectMany(optimizer => optimizer.TrainedOn));
        return GeneralisationPlot.Create(
            [
                .. shown.Select(name => new Curve(name, [.. variation.Points.Select(point => point.Value)],
                    [.. Enumerable.Range(0, seeds).Select(seed => (IReadOnlyList<double>)[.. variation.Points.Select(point => point.Result.CountedSpeedup(point.Result.Best[name][seed]))])])
                {
                    Style = Look(outcome, name),
                }),
            ],
            new GeneralisationOptions
            {
                Title = $"{variation.Task}: speedup over {variation.Quantity}",
                Subtitle = $"median of {seeds} seeds, band: minimum to maximum",
                XTitle = variation.Quantity,
                YTitle = $"speedup over swept {outcome.Plan.Reference}",
                LogY = false,
                TrainedAt = trained,
                References = [new ReferenceLine($"swept {outcome.Plan.Reference}", 1)],
            });
    }

    /// <summary>Whose curves are drawn: more than a few cannot be told apart.</summary>
    internal static IReadOnlyList<string> Shown(ComparisonOutcome outcome, ComparisonResult result)
    {
        var order = result.Summaries().OrderBy(summary => summary.FinalLoss).Select(summary => summary.Optimizer).ToList();
        var learned = outcome.Plan.Optimizers.Where(optimizer => optimizer.IsLearned).Select(optimizer => optimizer.Name).ToHashSet();
        var hand = order.Where(name => name != outcome.Plan.Reference && !learned.Contains(name));
        string[] shown = [outcome.Plan.Reference, .. order.Where(learned.Contains), .. learned.Count > 0 ? hand.Take(1) : hand];
        return [.. shown.Take(MostCurves)];
    }

    private static PlotModel Curves(ComparisonOutcome outcome, ComparisonResult result, string unit, Func<IReadOnlyList<CountedRun>, double> stepLength) =>
        LearningCurvePlot.Create(
            [
                .. Shown(outcome, result).Select(name =>
                {
                    var runs = result.Best[name];
                    var length = stepLength(runs);
                    return new Curve(
                        string.Create(Culture, $"{name} ({runs[0].Contender.LearningRate:0.######})"),
                        [.. Enumerable.Range(1, result.Steps).Select(step => step * length)],
                        [.. runs.Select(run => (IReadOnlyList<double>)[.. run.Losses.Select(loss => (double)loss)])]) { Highlight = outcome.Plan.Optimizers.Any(optimizer => optimizer.Name == name && optimizer.IsLearned), Style = Look(outcome, name) };
                }),
            ],
            new LearningCurveOptions
            {
                Title = $"{result.Task}: training loss",
                XTitle = unit,
                LogY = result.Runs.All(run => run.Losses.All(loss => !(loss <= 0))),
                Smoothing = Smoothing.Mean(Math.Clamp(result.Steps / 50, 1, CountedRun.Smoothing)),
                References = [new ReferenceLine($"swept {result.BaselineName}'s final loss", result.Baseline)],
            });

    private static Speedup OfTask(ComparisonResult result, string optimizer)
    {
        double[] counted = [.. result.Best[optimizer].Select(result.CountedSpeedup)];
        return new Speedup(result.Task, optimizer, ComparisonResult.Median(counted), counted.Min(), counted.Max());
    }
}
