namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>One optimizer over all tasks that were finished.</summary>
/// <param name="Optimizer">Its name.</param>
/// <param name="IsLearned">Meta-trained, not hand-designed.</param>
/// <param name="SpeedupIqm">Interquartile mean over tasks of <see cref="ComparisonResult.CountedSpeedup"/>, medians over seeds.</param>
/// <param name="Low">Lower end of its 95 % bootstrap interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Wins">Tasks on which its median final loss is below the reference's.</param>
/// <param name="Losses">Tasks on which it is above.</param>
/// <param name="RunWins">Runs that ended below the reference's run of the same seed.</param>
/// <param name="RunLosses">Runs that ended above it.</param>
/// <param name="Reached">Tasks on which at least half of its runs reached the reference's final loss.</param>
/// <param name="Tasks">Tasks that were finished.</param>
/// <param name="Divergences">Runs that diverged.</param>
/// <param name="Runs">Runs in all.</param>
public sealed record OptimizerSummary(string Optimizer, bool IsLearned, double SpeedupIqm, double Low, double High,
    int Wins, int Losses, int RunWins, int RunLosses, int Reached, int Tasks, int Divergences, int Runs)
{
    internal static OptimizerSummary Of(ComparedOptimizer optimizer, IReadOnlyList<ComparisonResult> results)
    {
        var (iqm, low, high) = InterquartileMean.WithInterval([.. results.Select(result => result.Best[optimizer.Name].Select(result.CountedSpeedup).ToList())]);
        int[] tasks = [.. results.Select(result => Sign(result.Baseline, ComparisonResult.Median(result.Best[optimizer.Name].Select(run => run.FinalLoss))))];
        int[] runs = [.. results.SelectMany(result => result.Best[optimizer.Name].Zip(result.Best[result.BaselineName], (run, reference) => Sign(reference.FinalLoss, run.FinalLoss)))];
        return new OptimizerSummary(optimizer.Name, optimizer.IsLearned, iqm, low, high,
            tasks.Count(sign => sign > 0), tasks.Count(sign => sign < 0), runs.Count(sign => sign > 0), runs.Count(sign => sign < 0),
            results.Count(result => result.Summaries().Single(summary => summary.Optimizer == optimizer.Name).Speedup is not null), results.Count,
            results.Sum(result => result.Best[optimizer.Name].Count(run => run.Diverged)), results.Sum(result => result.Best[optimizer.Name].Count));
    }

    // Both infinite counts as equal.
    private static int Sign(double reference, double loss) => reference.CompareTo(loss);
}
