namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>How a trained optimizer stood after some steps of its runs, most of them beyond the longest inner run that meta-training saw.</summary>
/// <param name="Task">Task name.</param>
/// <param name="Optimizer">A learned one.</param>
/// <param name="Horizon">Longest inner run of its meta-training, in steps.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="Loss">Median over seeds of the mean of the last <see cref="TrainingRun.Smoothing"/> losses; infinity where half of the seeds have no such mean.</param>
/// <param name="ReferenceLoss">The same of the swept reference after as many steps.</param>
/// <param name="Rise">Loss over the lowest that it had been before; 1 while it falls. Median over seeds.</param>
/// <param name="Divergences">Seeds that had diverged by then: a loss was not finite, or the mean is above twice the first loss.</param>
/// <param name="Runs">Seeds.</param>
public sealed record HorizonRow(string Task, string Optimizer, int Horizon, int Steps, double Loss, double ReferenceLoss, double Rise, int Divergences, int Runs)
{
    /// <summary>Steps over horizon.</summary>
    public double Multiple => (double)Steps / Horizon;
}

/// <summary>Stability past the horizon of meta-training: loss against steps up to some times that horizon.</summary>
public static class HorizonReport
{
    /// <summary>A row at once, twice, ... the horizon, for each learned optimizer whose runs were longer than its horizon.</summary>
    public static IReadOnlyList<HorizonRow> Of(ComparisonPlan plan, ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            .. from optimizer in Beyond(plan, result.Steps)
               let horizon = optimizer.Horizon!.Value
               from multiple in Enumerable.Range(1, result.Steps / horizon)
               let steps = multiple * horizon
               where steps >= TrainingRun.Smoothing
               select Row(result, optimizer.Name, horizon, steps),
        ];
    }

    /// <summary>Learned optimizers with a horizon that runs of this length go beyond.</summary>
    public static IEnumerable<ComparedOptimizer> Beyond(ComparisonPlan plan, int steps) =>
        plan.Optimizers.Where(optimizer => optimizer.IsLearned && optimizer.Horizon < steps);

    private static HorizonRow Row(ComparisonResult result, string optimizer, int horizon, int steps)
    {
        var runs = result.Best[optimizer];
        double[][] means = [.. runs.Select(run => Means(run, steps))];
        return new HorizonRow(result.Task, optimizer, horizon, steps,
            ComparisonResult.Median(means.Select(mean => mean[^1])),
            ComparisonResult.Median(result.Best[result.BaselineName].Select(run => run.MeanBefore(steps))),
            ComparisonResult.Median(means.Select(Rise)),
            runs.Count(run => run.DivergedBy(steps)), runs.Count);
    }

    private static double Rise(double[] means)
    {
        var lowest = means.Min(mean => double.IsNaN(mean) ? double.PositiveInfinity : mean);
        return means[^1] == lowest ? 1 : means[^1] / lowest;
    }

    // Of windows that end at step Smoothing, 2 Smoothing, ... and at the last step.
    private static double[] Means(TrainingRun run, int steps) =>
        [.. Enumerable.Range(1, (steps - 1) / TrainingRun.Smoothing).Select(i => run.MeanBefore(i * TrainingRun.Smoothing)), run.MeanBefore(steps)];
}
