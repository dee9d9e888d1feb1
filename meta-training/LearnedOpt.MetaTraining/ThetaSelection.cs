using LearnedOpt.MetaTraining.Comparison;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining;

/// <summary>
/// Keeps the best theta seen, judged by whole inner runs on validation seeds of its own: evolution strategies are noisy,
/// and the last theta is seldom the best one. The score of a theta is the mean over tasks, seeds and blocks of
/// <see cref="TrainingRun.Smoothing"/> steps of ln(mean loss / uninformed loss); a run that diverges scores 1 for each
/// remaining block. Lower is better.
/// </summary>
/// <param name="tasks">Inner problems of the runs.</param>
/// <param name="rule">What theta belongs to.</param>
/// <param name="steps">Inner steps of a run.</param>
/// <param name="seeds">Runs for each theta and task.</param>
/// <param name="pool">Threads.</param>
/// <param name="random">Stream of the validation seeds; neither training nor comparison draws from it.</param>
public sealed class ThetaSelection(IReadOnlyList<ITask> tasks, IUpdateRule rule, int steps, int seeds, WorkerPool pool, CounterRandom random)
{
    /// <summary>The best theta so far; null before the first <see cref="Offer"/>.</summary>
    public float[]? Best { get; private set; }

    /// <summary>Its score.</summary>
    public double BestScore { get; private set; } = double.PositiveInfinity;

    /// <summary>Judges a theta and keeps a copy if none was better.</summary>
    /// <returns>Its score.</returns>
    public double Offer(ReadOnlySpan<float> theta)
    {
        var copy = theta.ToArray();
        var score = tasks.Average(task => new Comparer(task, steps, pool, random)
            .Run([new Contender(rule.Name, rule, copy, 1)], seeds).Average(run => Score(run.Losses, task.UninformedLoss)));
        if (score < BestScore || Best is null) (Best, BestScore) = (copy, score);
        return score;
    }

    /// <summary>Goes on from the best of an earlier sitting.</summary>
    internal void Restore(float[] best, double score) => (Best, BestScore) = (best, score);

    private static double Score(float[] losses, double uninformedLoss)
    {
        var blocks = losses.Chunk(TrainingRun.Smoothing).Select(block => (double)block.Average() / uninformedLoss);
        return blocks.Average(loss => double.IsFinite(loss) ? Math.Min(1, Math.Log(Math.Max(loss, 1e-6))) : 1);
    }
}
