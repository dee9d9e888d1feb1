namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>What a comparison found: every run, every sweep, and a line an optimizer.</summary>
public sealed class ComparisonOutcome
{
    internal ComparisonOutcome(ComparisonPlan plan, int threads, IReadOnlyList<ComparisonResult> tasks, IReadOnlyList<SweepOutcome> sweeps)
    {
        (Plan, Threads, Tasks, Sweeps) = (plan, threads, tasks, sweeps);
        Summaries = tasks.Count == 0 ? [] : [.. plan.Optimizers.Select(optimizer => OptimizerSummary.Of(optimizer, tasks))];
        (Verdicts, Notes) = (ComparisonWords.Verdicts(this), ComparisonWords.Notes(this));
    }

    /// <summary>What was asked for.</summary>
    public ComparisonPlan Plan { get; }

    /// <summary>Runs that were side by side.</summary>
    public int Threads { get; }

    /// <summary>Tasks that were finished, in order; of the last one of an interrupted comparison perhaps fewer seeds.</summary>
    public IReadOnlyList<ComparisonResult> Tasks { get; }

    /// <summary>Sweeps that were finished.</summary>
    public IReadOnlyList<SweepOutcome> Sweeps { get; }

    /// <summary>One an optimizer, in the plan's order; none where no task was finished.</summary>
    public IReadOnlyList<OptimizerSummary> Summaries { get; }

    /// <summary>True where all tasks ran on all seeds.</summary>
    public bool IsComplete => Tasks.Count == Plan.Tasks.Count && Tasks.All(task => task.Best[Plan.Reference].Count == Plan.Seeds);

    /// <summary>Who won, one sentence for each learned optimizer; it says so when the reference won.</summary>
    public IReadOnlyList<string> Verdicts { get; }

    /// <summary>What a reader must know to read the figures: rates at the end of their grid, divergences, what is missing.</summary>
    public IReadOnlyList<string> Notes { get; }
}
