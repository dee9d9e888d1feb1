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

    /// <summary>One row a run.</summary>
    public IEnumerable<ComparisonRow> Rows() => Runs.Select(run =>
    {
        var reached = run.StepsTo(Baseline);
        return new ComparisonRow(Task, run.Contender.Name, run.Contender.LearningRate, run.Seed,
            double.IsFinite(run.FinalLoss) ? run.FinalLoss : null, reached, reached is { } steps ? (double)run.Losses.Length / steps : null);
    });

    /// <summary>One row an optimizer, at its best learning rate.</summary>
    public IEnumerable<ComparisonSummary> Summaries() => Best.Select(pair =>
    {
        var runs = pair.Value;
        var steps = Median(runs.Select(run => (double?)run.StepsTo(Baseline) ?? double.PositiveInfinity));
        return new ComparisonSummary(Task, pair.Key, runs[0].Contender.LearningRate, Median(runs.Select(run => run.FinalLoss)),
            double.IsFinite(steps) ? (int)steps : null, double.IsFinite(steps) ? runs[0].Losses.Length / steps : null,
            runs.Count(run => !double.IsFinite(run.FinalLoss)), Median(runs.Select(run => run.Seconds / run.Losses.Length)) * 1e6);
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
public sealed record ComparisonRow(string Task, string Optimizer, double LearningRate, int Seed, double? FinalLoss, int? StepsToBaseline, double? Speedup);

/// <summary>One optimizer at its best learning rate, medians over seeds.</summary>
public sealed record ComparisonSummary(string Task, string Optimizer, double LearningRate, double FinalLoss, int? StepsToBaseline, double? Speedup, int Divergences, double MicrosecondsPerStep);
