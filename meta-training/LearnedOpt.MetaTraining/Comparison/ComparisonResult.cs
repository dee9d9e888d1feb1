namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>
/// Runs of all contenders on one task, read against the baseline: of each optimizer the learning rate with the lowest
/// median final loss over seeds; the baseline is swept Adam's.
/// </summary>
public sealed class ComparisonResult
{
    /// <param name="task">Task name.</param>
    /// <param name="baselineName">Contender name of the baseline, one of the runs'.</param>
    /// <param name="runs">All runs, every learning rate.</param>
    public ComparisonResult(string task, string baselineName, IReadOnlyList<TrainingRun> runs)
    {
        (Task, Runs) = (task, runs);
        Best = runs.GroupBy(run => run.Contender.Name).ToDictionary(byName => byName.Key, byName => byName
            .GroupBy(run => run.Contender.LearningRate)
            .OrderBy(rate => Order(Median(rate.Select(run => run.FinalLoss))))
            .First().OrderBy(run => run.Seed).ToList() as IReadOnlyList<TrainingRun>);
        Baseline = Median(Best[baselineName].Select(run => run.FinalLoss));
        BaselineName = baselineName;
    }

    public string Task { get; }
    public string BaselineName { get; }
    public IReadOnlyList<TrainingRun> Runs { get; }

    /// <summary>For each optimizer its runs at its best learning rate, by seed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TrainingRun>> Best { get; }

    /// <summary>Median over seeds of the baseline's final loss at its best learning rate.</summary>
    public double Baseline { get; }

    /// <summary>Length of the runs.</summary>
    public int Steps => Runs[0].Losses.Length;

    /// <summary>
    /// How many times faster than the baseline a run was, at equal loss; what means are taken of. With N the length of the runs:
    /// <list type="bullet">
    /// <item>it reached the baseline's final loss after s steps: N / s, at least 1;</item>
    /// <item>it did not, and ended at a loss that the baseline had after t steps (median of seeds): t / N, below 1, as its N steps did the work of t;</item>
    /// <item>it diverged, or ended no better than the baseline's mean over the first <see cref="TrainingRun.Smoothing"/> steps: 0.</item>
    /// </list>
    /// </summary>
    public double CountedSpeedup(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Diverged) return 0;
        if (run.StepsTo(Baseline) is { } steps) return (double)Steps / steps;
        var worth = Median(Best[BaselineName].Select(baseline => (double)(baseline.StepsTo(run.FinalLoss) ?? Steps)));
        return worth <= TrainingRun.Smoothing ? 0 : worth / Steps;
    }

    /// <summary>One row a run.</summary>
    public IEnumerable<ComparisonRow> Rows() => Runs.Select(run =>
    {
        var reached = run.StepsTo(Baseline);
        return new ComparisonRow(Task, run.Contender.Name, run.Contender.LearningRate, run.Seed,
            double.IsFinite(run.FinalLoss) ? run.FinalLoss : null, reached, reached is { } steps ? (double)run.Losses.Length / steps : null)
        {
            CountedSpeedup = CountedSpeedup(run), Diverged = run.Diverged, Seconds = run.Seconds,
        };
    });

    /// <summary>One row an optimizer, at its best learning rate.</summary>
    public IEnumerable<ComparisonSummary> Summaries() => Best.Select(pair =>
    {
        var runs = pair.Value;
        var steps = runs.Select(run => (double?)run.StepsTo(Baseline) ?? double.PositiveInfinity).Order().ElementAt((runs.Count - 1) / 2);
        var speedup = double.IsFinite(steps) ? Steps / steps : (double?)null;
        var seconds = Median(runs.Select(run => run.SecondsPerStep));
        return new ComparisonSummary(Task, pair.Key, runs[0].Contender.LearningRate, Median(runs.Select(run => run.FinalLoss)),
            double.IsFinite(steps) ? (int)steps : null, speedup, runs.Count(run => run.Diverged), seconds * 1e6)
        {
            CountedSpeedup = Median(runs.Select(CountedSpeedup)),
            SpeedupInSeconds = speedup * Median(Best[BaselineName].Select(run => run.SecondsPerStep)) / seconds,
        };
    });

    /// <summary>Median, with values that are not finite as the largest.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Select(Order).Order().ToArray();
        if (sorted.Length == 0) return double.NaN;
        var upper = sorted[sorted.Length / 2];
        return sorted.Length % 2 == 1 || double.IsInfinity(upper) ? upper : (sorted[sorted.Length / 2 - 1] + upper) / 2;
    }

    // .NET sorts NaN first: a run that diverged would win.
    private static double Order(double loss) => double.IsFinite(loss) ? loss : double.PositiveInfinity;
}

/// <summary>One run; null where the loss was not finite or the baseline was not reached.</summary>
public sealed record ComparisonRow(string Task, string Optimizer, double LearningRate, int Seed, double? FinalLoss, int? StepsToBaseline, double? Speedup)
{
    /// <summary>As <see cref="ComparisonResult.CountedSpeedup"/>.</summary>
    public double CountedSpeedup { get; init; }

    /// <summary>As <see cref="TrainingRun.Diverged"/>.</summary>
    public bool Diverged { get; init; }

    /// <summary>Wall-clock time of the run.</summary>
    public double Seconds { get; init; }
}

/// <summary>
/// One optimizer on one task at its best learning rate, medians over seeds; the steps are those after which half of its runs had
/// reached the baseline's final loss, null where fewer did.
/// </summary>
public sealed record ComparisonSummary(string Task, string Optimizer, double LearningRate, double FinalLoss, int? StepsToBaseline, double? Speedup, int Divergences, double MicrosecondsPerStep)
{
    /// <summary>As <see cref="ComparisonResult.CountedSpeedup"/>; never null.</summary>
    public double CountedSpeedup { get; init; }

    /// <summary>The baseline's time for all its steps over this one's time to the baseline's final loss; null where that was not reached.</summary>
    public double? SpeedupInSeconds { get; init; }
}
