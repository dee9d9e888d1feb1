using LearnedOpt.Tasks;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>What is compared, and for how long.</summary>
public sealed record ComparisonPlan
{
    /// <summary>The inner problems; they stay the caller's, who disposes them.</summary>
    public required IReadOnlyList<ITask> Tasks { get; init; }

    /// <summary>Who takes part; <see cref="Reference"/> among them.</summary>
    public required IReadOnlyList<ComparedOptimizer> Optimizers { get; init; }

    /// <summary>Inner steps of every run.</summary>
    public int Steps { get; init; } = 2000;

    /// <summary>Fresh initialisations and data orders of each optimizer at its chosen rate.</summary>
    public int Seeds { get; init; } = 5;

    /// <summary>Other seeds, on which each learning rate of a sweep is tried.</summary>
    public int SweepSeeds { get; init; } = 3;

    /// <summary>From which all initial values and data orders follow.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whose final loss is the target of all.</summary>
    public string Reference { get; init; } = Baselines.Reference;

    /// <summary>Requires a plan that can be run.</summary>
    /// <exception cref="ArgumentException">It cannot; the message names every fault.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        if (Tasks.Count == 0) faults.Add("no task is given");
        if (Steps is < 2 * TrainingRun.Smoothing or > 10_000_000) faults.Add($"steps must be {2 * TrainingRun.Smoothing} to 10000000; received {Steps}");
        if (Seeds is < 1 or > 1000) faults.Add($"seeds must be 1 to 1000; received {Seeds}");
        if (SweepSeeds is < 1 or > 1000) faults.Add($"sweep seeds must be 1 to 1000; received {SweepSeeds}");
        if (Optimizers.All(optimizer => optimizer.Name != Reference)) faults.Add($"the reference '{Reference}' must be one of the optimizers");
        faults.AddRange(Twice(Tasks.Select(task => task.Name)).Select(name => $"task '{name}' is given twice"));
        faults.AddRange(Twice(Optimizers.Select(optimizer => optimizer.Name)).Select(name => $"two optimizers are called '{name}'; give each a name of its own"));
        faults.AddRange(Optimizers.Where(optimizer => optimizer.LearningRates.Count == 0 || optimizer.LearningRates.Any(rate => !(rate > 0 && double.IsFinite(rate))))
            .Select(optimizer => $"'{optimizer.Name}' needs learning rates above 0; received {(optimizer.LearningRates.Count == 0 ? "none" : string.Join(", ", optimizer.LearningRates))}"));
        faults.AddRange(Optimizers.Where(optimizer => optimizer.LearningRates.Distinct().Count() < optimizer.LearningRates.Count)
            .Select(optimizer => $"'{optimizer.Name}' has a learning rate twice"));
        if (faults.Count == 0) faults.AddRange(Misfits());
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults) + ".");
    }

    private static IEnumerable<string> Twice(IEnumerable<string> names) => names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key);

    // A theta with full coefficients fits one architecture: better said now than after hours on other tasks.
    private IEnumerable<string> Misfits()
    {
        foreach (var optimizer in Optimizers)
            foreach (var task in Tasks)
                if (Misfit(optimizer, task) is { } why) yield return $"'{optimizer.Name}' does not fit {task.Name}: {why}";
    }

    private string? Misfit(ComparedOptimizer optimizer, ITask task)
    {
        try
        {
            using var stepper = optimizer.At(1, Steps).Rule.CreateStepper(task.Space);
            stepper.Bind(optimizer.Theta);
            return null;
        }
        catch (ArgumentException fault)
        {
            return fault.Message.TrimEnd('.');
        }
    }
}
