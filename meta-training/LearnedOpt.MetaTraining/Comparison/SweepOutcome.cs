namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>How one optimizer did on one task at each of its learning rates, on seeds of their own.</summary>
/// <param name="Task">Task name.</param>
/// <param name="Optimizer">Its name.</param>
/// <param name="Points">In the order of the grid.</param>
public sealed record SweepOutcome(string Task, string Optimizer, IReadOnlyList<SweepPoint> Points)
{
    /// <summary>The rate with the lowest median final loss; the lower of two that are equal.</summary>
    public double Best => Points.OrderBy(point => point.FinalLoss).ThenBy(point => point.LearningRate).First().LearningRate;

    /// <summary>True where the best rate is the lowest or the highest of the grid: a wider grid might have a better one.</summary>
    public bool IsAtEnd => Points.Count > 1 && (Best == Points.Min(point => point.LearningRate) || Best == Points.Max(point => point.LearningRate));

    internal static SweepOutcome Of(string task, string optimizer, IEnumerable<TrainingRun> runs) => new(task, optimizer,
    [
        .. runs.GroupBy(run => run.Contender.LearningRate).Select(rate => new SweepPoint(
            rate.Key, ComparisonResult.Median(rate.Select(run => run.FinalLoss)), rate.Count(run => run.Diverged), rate.Count())),
    ]);
}

/// <summary>One learning rate of a sweep.</summary>
/// <param name="LearningRate">Factor on the step.</param>
/// <param name="FinalLoss">Median over the sweep's seeds; infinity where most diverged.</param>
/// <param name="Divergences">Runs that diverged.</param>
/// <param name="Runs">Runs in all.</param>
public sealed record SweepPoint(double LearningRate, double FinalLoss, int Divergences, int Runs);
