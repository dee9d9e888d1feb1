using System.Diagnostics;
using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.OuterOptimizers;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining;

/// <summary>Everything that a meta-training run depends on.</summary>
public sealed record MetaTrainingPlan
{
    /// <summary>Inner problems.</summary>
    public required TaskMixture Mixture { get; init; }

    /// <summary>The rule whose theta is trained.</summary>
    public required IUpdateRule Rule { get; init; }

    /// <summary>One of <see cref="GradientEstimators.Names"/>.</summary>
    public required string Estimator { get; init; }

    /// <summary>Pairs, window, lengths and objective.</summary>
    public required EstimatorOptions Options { get; init; }

    /// <summary>Outer optimizer.</summary>
    public required OuterSettings Outer { get; init; }

    /// <summary>Seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Outer steps at most; the learning rate's schedule ends there.</summary>
    public long Steps { get; init; } = long.MaxValue;

    /// <summary>Time at most; the schedule follows whichever limit is nearer, so a run with a time limit depends on speed.</summary>
    public TimeSpan TimeLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Inner steps of the runs that judge theta on its way; 0: the last average is the result.</summary>
    public int SelectionSteps { get; init; }

    /// <summary>Where to start; null: as the rule initialises.</summary>
    public float[]? Theta { get; init; }

    /// <summary>Makes the estimator; the caller disposes it.</summary>
    /// <param name="pool">Threads for the inner loops.</param>
    /// <param name="runner">Where its slots run; null: on the pool.</param>
    /// <exception cref="ArgumentException">Names all options that are not usable.</exception>
    public IGradientEstimator CreateEstimator(WorkerPool pool, ISlotRunner? runner = null) =>
        GradientEstimators.Create(Estimator, new EstimatorSetup(Mixture, Rule, Options, new CounterRandom(Seed), pool) { Runner = runner });

    /// <summary>Makes the trainer, with theta as the plan starts it.</summary>
    /// <param name="estimator">From <see cref="CreateEstimator"/>.</param>
    public MetaTrainer CreateTrainer(IGradientEstimator estimator)
    {
        var theta = Theta ?? new float[Rule.Theta.Count];
        if (Theta is null) Rule.Initialize(theta, new CounterRandom(Seed).At("theta"));
        return new MetaTrainer(theta, estimator, Outer);
    }
}

/// <summary>Runs a plan to its end, its time limit or its cancellation; what was trained by then is kept.</summary>
public static class MetaTrainingRun
{
    private const int Judgements = 24, JudgementSeeds = 4;

    /// <param name="plan">What to do.</param>
    /// <param name="pool">Threads for the inner loops.</param>
    /// <param name="report">Told each outer step and the share of the run that is done.</param>
    /// <param name="stop">Ends the run after the current outer step.</param>
    /// <returns>
    /// The running average of theta (where the plan asks for selection: the best of those seen on the way) and the outer
    /// steps done.
    /// </returns>
    /// <exception cref="MetaTrainingDivergedException">More steps in a row have failed than the plan allows.</exception>
    public static (float[] Theta, long Steps) Execute(MetaTrainingPlan plan, WorkerPool pool, Action<OuterStep, double>? report, CancellationToken stop)
    {
        using var estimator = plan.CreateEstimator(pool);
        var trainer = plan.CreateTrainer(estimator);
        var selection = plan.SelectionSteps > 0
            ? new ThetaSelection([plan.Mixture.Tasks[0]], plan.Rule, plan.SelectionSteps, JudgementSeeds, pool, new CounterRandom(plan.Seed).At("selection"))
            : null;
        var judged = 0;
        var clock = Stopwatch.StartNew();
        for (var progress = 0.0; progress < 1 && !stop.IsCancellationRequested;)
        {
            var step = trainer.Step(progress);
            progress = Math.Max((double)trainer.Steps / plan.Steps,
                plan.TimeLimit == Timeout.InfiniteTimeSpan ? 0 : clock.Elapsed / plan.TimeLimit);
            report?.Invoke(step, Math.Min(1, progress));
            if (selection is null || progress * Judgements < judged + 1) continue;
            judged = (int)(progress * Judgements);
            selection.Offer(trainer.Average);
        }

        if (stop.IsCancellationRequested) selection?.Offer(trainer.Average);
        return (selection?.Best ?? trainer.Average, trainer.Steps);
    }
}
