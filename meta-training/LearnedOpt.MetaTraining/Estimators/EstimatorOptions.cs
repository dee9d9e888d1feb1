using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>What all estimators of the meta-gradient have in common.</summary>
public sealed record EstimatorOptions
{
    /// <summary>Antithetic pairs; for backpropagation, particles. At least 1.</summary>
    public required int Pairs { get; init; }

    /// <summary>Inner steps between two outer steps (truncation length). At least 1.</summary>
    public required int Window { get; init; }

    /// <summary>Length of an episode.</summary>
    public required ITruncationSchedule Truncation { get; init; }

    /// <summary>What is minimised.</summary>
    public required InnerObjective Objective { get; init; }

    /// <summary>Standard deviation sigma of the perturbations of theta.</summary>
    public double Sigma { get; init; } = 0.01;

    /// <summary>What is done to the loss differences of the pairs. Evolution strategies only.</summary>
    public DifferenceShaping Shaping { get; init; } = DifferenceShaping.None;

    /// <summary>Divides each task's contributions by their running root mean square, so that none dominates. Default: true.</summary>
    public bool BalanceTasks { get; init; } = true;

    /// <summary>Where backpropagation stops. Backpropagation only.</summary>
    public GradientStops Stops { get; init; } = new();

    /// <exception cref="ArgumentException">Names all options that are not usable.</exception>
    internal void Validate(TaskMixture mixture)
    {
        var faults = new List<string>();
        if (Pairs < 1) faults.Add($"Pairs must be at least 1; received {Pairs}");
        if (Window < 1) faults.Add($"Window must be at least 1; received {Window}");
        if (!(Sigma > 0) || !double.IsFinite(Sigma)) faults.Add($"Sigma must be positive; received {Sigma}");
        if (!Truncation.Ends && Objective.Measure != ObjectiveMeasure.Mean)
            faults.Add($"objective {Objective.Measure} needs episodes that end; received truncation schedule {Truncation.Name}");
        faults.AddRange(Objective.Faults());
        faults.AddRange(Shaping.Faults());
        faults.AddRange(mixture.Faults(Pairs));
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults) + ".");
    }
}

/// <summary>What an estimator is made of.</summary>
/// <param name="Mixture">Inner problems.</param>
/// <param name="Rule">The update rule that theta belongs to.</param>
/// <param name="Options">Pairs, window, lengths, objective.</param>
/// <param name="Random">The run's stream.</param>
/// <param name="Pool">Threads; not disposed by the estimator.</param>
public sealed record EstimatorSetup(TaskMixture Mixture, IUpdateRule Rule, EstimatorOptions Options, CounterRandom Random, WorkerPool Pool)
{
    /// <summary>Where slots run: null, on <see cref="Pool"/>; or on other processes.</summary>
    public ISlotRunner? Runner { get; init; }
}
