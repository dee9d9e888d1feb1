using System.Globalization;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>A comparison in sentences: who won, how it was done, what to beware of.</summary>
public static class ComparisonWords
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    internal static IReadOnlyList<string> Verdicts(ComparisonOutcome outcome)
    {
        if (outcome.Summaries.Count == 0) return ["Nothing was finished: there is no verdict."];
        var reference = outcome.Plan.Reference;
        var others = outcome.Summaries.Where(summary => summary.Optimizer != reference).ToList();
        if (others.Count == 0) return [$"Only {reference} took part."];
        var learned = others.Where(summary => summary.IsLearned).ToList();
        var verdicts = (learned.Count > 0 ? learned : others).Select(summary => Verdict(summary, reference)).ToList();
        var hand = outcome.Summaries.Where(summary => !summary.IsLearned).MaxBy(summary => summary.SpeedupIqm)!;
        if (learned.Count > 0 && hand.Optimizer != reference)
        {
            var best = learned.MaxBy(summary => summary.SpeedupIqm)!;
            verdicts.Add(string.Create(Culture, $"The best hand-designed optimizer is {hand.Optimizer} with {hand.SpeedupIqm:0.00}: {(hand.SpeedupIqm >= best.SpeedupIqm ? "ahead of" : "behind")} {best.Optimizer} with {best.SpeedupIqm:0.00}."));
        }

        return verdicts;
    }

    internal static IReadOnlyList<string> Notes(ComparisonOutcome outcome)
    {
        var (plan, notes) = (outcome.Plan, new List<string>());
        if (!outcome.IsComplete)
            notes.Add($"Interrupted: {outcome.Tasks.Count} of {plan.Tasks.Count} tasks were finished{string.Concat(outcome.Tasks.Where(task => task.Best[plan.Reference].Count < plan.Seeds).Select(task => $", {task.Task} on {task.Best[plan.Reference].Count} of {plan.Seeds} seeds"))}.");
        foreach (var byTask in outcome.Sweeps.Where(sweep => sweep.IsAtEnd).GroupBy(sweep => sweep.Task))
            notes.Add($"{byTask.Key}: the best rate is at the end of the grid of {string.Join(", ", byTask.Select(sweep => string.Create(Culture, $"{sweep.Optimizer} ({sweep.Best:0.#######})")))}; a wider grid might do better.");
        if (outcome.Sweeps.GroupBy(sweep => sweep.Points.Count).Count() > 1)
            notes.Add($"The sweeps are not of equal size: {string.Join(", ", outcome.Sweeps.DistinctBy(sweep => sweep.Optimizer).Select(sweep => $"{sweep.Optimizer} {sweep.Points.Count} rates"))}.");
        foreach (var summary in outcome.Summaries.Where(summary => summary.Divergences > 0))
            notes.Add($"{summary.Optimizer} diverged in {summary.Divergences} of {summary.Runs} runs.");
        notes.AddRange(HorizonReport.Beyond(plan, plan.Steps).Select(optimizer => PastHorizon(outcome, optimizer)));
        foreach (var optimizer in plan.Optimizers.Where(optimizer => optimizer.IsLearned))
        {
            var seen = outcome.Tasks.Select(task => task.Task).Intersect(optimizer.TrainedOn).ToList();
            if (seen.Count > 0) notes.Add($"{optimizer.Name} was meta-trained on {string.Join(", ", seen)}: its figures there say nothing about new tasks.");
        }

        return notes;
    }

    /// <summary>How it was done, for a reader who has only the page.</summary>
    public static string Protocol(ComparisonOutcome outcome)
    {
        var plan = outcome.Plan;
        return $"Every optimizer trains for {plan.Steps.ToString("N0", Culture)} steps from the same {plan.Seeds} fresh initialisations on the same batches. "
            + $"An optimizer with several learning rates tries each on {plan.SweepSeeds} other seeds first and keeps the one with the lowest median final loss. "
            + $"Final loss is the mean training loss of the last {TrainingRun.Smoothing} steps; tables have medians over seeds. The target is swept {plan.Reference}'s final loss, "
            + $"reached where the mean of the last {TrainingRun.Smoothing} losses is at most as large; speedup is the number of steps over the steps to it. "
            + "A run that does not reach it counts with the share of its steps after which "
            + $"{plan.Reference} had the loss that it ended at, below 1; one that diverged, or ended no better than {plan.Reference} began, counts as 0. "
            + $"An optimizer wins a task where its median final loss is below {plan.Reference}'s, and a run where it ends below {plan.Reference}'s run of the same seed. "
            + "The summary is the interquartile mean over tasks of the median over seeds, with a 95 % bootstrap interval over tasks and seeds. "
            + $"Seconds are wall-clock, with {outcome.Threads} {(outcome.Threads == 1 ? "run at a time" : "runs side by side")} on this machine: rough.";
    }

    private static string PastHorizon(ComparisonOutcome outcome, ComparedOptimizer optimizer)
    {
        var last = outcome.Tasks.Select(task => HorizonReport.Of(outcome.Plan, task).LastOrDefault(row => row.Optimizer == optimizer.Name)).OfType<HorizonRow>().ToList();
        var times = string.Create(Culture, $"{(double)outcome.Plan.Steps / optimizer.Horizon!.Value:0.#} times the horizon of {optimizer.Horizon:N0} steps that {optimizer.Name} was meta-trained for");
        var worst = last.MaxBy(row => row.Rise);
        var rise = worst is null || worst.Rise <= 1.1 || !double.IsFinite(worst.Rise) ? "" : string.Create(Culture, $", and the loss ends at up to {worst.Rise:0.00} times its lowest ({worst.Task})");
        return $"Runs take {times}: {last.Sum(row => row.Divergences)} of {last.Sum(row => row.Runs)} had diverged by the last whole multiple of it{rise}.";
    }

    private static string Verdict(OptimizerSummary summary, string reference)
    {
        var figures = string.Create(Culture, $"{summary.SpeedupIqm:0.00} times swept {reference}'s speed in steps (interval {summary.Low:0.00} to {summary.High:0.00})");
        var ends = $"it ends lower on {summary.Wins} of {summary.Tasks} {(summary.Tasks == 1 ? "task" : "tasks")}";
        return (summary.SpeedupIqm > 1, summary.Low > 1, summary.High < 1) switch
        {
            (true, true, _) => $"{summary.Optimizer} wins: {figures}; {ends}.",
            (true, false, _) => $"{summary.Optimizer} is ahead, but not beyond doubt: {figures}; {ends}.",
            (false, _, true) => $"{reference} wins against {summary.Optimizer}: {figures}; {ends}.",
            _ => $"{reference} is ahead of {summary.Optimizer}, but not beyond doubt: {figures}; {ends}.",
        };
    }
}
