using System.Diagnostics;
using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining;

/// <summary>Everything that a meta-training run depends on.</summary>
public sealed record MetaTrainingPlan
{
    /// <summary>Inner problems; pairs are dealt to them in turn.</summary>
    public required IReadOnlyList<ITask> Tasks { get; init; }

    /// <summary>The rule whose theta is trained.</summary>
    public required IUpdateRule Rule { get; init; }

    /// <summary>Pairs, window, horizons and objective.</summary>
    public required PairOptions Pairs { get; init; }

    /// <summary>Standard deviation of the perturbations of theta.</summary>
    public required double Sigma { get; init; }

    /// <summary>Outer optimizer.</summary>
    public required OuterSettings Outer { get; init; }

    /// <summary>Seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Outer steps at most; the learning rate's schedule ends there.</summary>
    public long Steps { get; init; } = long.MaxValue;

    /// <summary>Time at most; the schedule follows whichever limit is nearer, so a run with a time limit depends on speed.</summary>
    public TimeSpan TimeLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Where to start; null: as the rule initialises.</summary>
    public float[]? Theta { get; init; }
}

/// <summary>Runs a plan to its end, its time limit or its cancellation; what was trained by then is kept.</summary>
public static class MetaTrainingRun
{
    /// <param name="plan">What to do.</param>
    /// <param name="pool">Threads for the inner loops.</param>
    /// <param name="report">Told each outer step and the share of the run that is done.</param>
    /// <param name="stop">Ends the run after the current outer step.</param>
    /// <returns>The running average of theta and the outer steps done.</returns>
    public static (float[] Theta, long Steps) Execute(MetaTrainingPlan plan, WorkerPool pool, Action<OuterStep, double>? report, CancellationToken stop)
    {
        var random = new CounterRandom(plan.Seed);
        var theta = plan.Theta ?? new float[plan.Rule.Theta.Count];
        if (plan.Theta is null) plan.Rule.Initialize(theta, random.At("theta"));
        using var estimator = new NoiseReuseEs(new AntitheticPairs(plan.Tasks, plan.Rule, plan.Pairs, random.At("pairs"), pool), plan.Sigma, random);
        var trainer = new MetaTrainer(theta, estimator, plan.Outer);
        var clock = Stopwatch.StartNew();
        for (var progress = 0.0; progress < 1 && !stop.IsCancellationRequested;)
        {
            var step = trainer.Step(progress);
            progress = Math.Max((double)trainer.Steps / plan.Steps,
                plan.TimeLimit == Timeout.InfiniteTimeSpan ? 0 : clock.Elapsed / plan.TimeLimit);
            report?.Invoke(step, Math.Min(1, progress));
        }

        return (trainer.Average, trainer.Steps);
    }
}
