using System.Diagnostics;
using LearnedOpt.Numerics;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>Trains contenders on one task: same initial values and same data order for all of them at the same seed.</summary>
/// <param name="task">The inner problem.</param>
/// <param name="steps">Length of a run.</param>
/// <param name="pool">A run is on one thread; several go side by side.</param>
/// <param name="random">Child number seed is the stream of a run's initial values and data.</param>
public sealed class Comparer(ITask task, int steps, WorkerPool pool, CounterRandom random)
{
    private const int ReportEvery = 50;

    /// <summary>Runs contenders x seeds; a run that diverges is stopped and keeps NaN for its remaining steps.</summary>
    /// <param name="contenders">Who trains.</param>
    /// <param name="seeds">Number of seeds, from 0.</param>
    /// <param name="finished">Told the number of finished runs, from any thread.</param>
    /// <param name="cancellation">Stops at the next step.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<TrainingRun> Run(IReadOnlyList<Contender> contenders, int seeds, Action<int>? finished = null, CancellationToken cancellation = default)
    {
        var runs = new TrainingRun[contenders.Count * seeds];
        var done = 0;
        pool.Run(runs.Length, item =>
        {
            runs[item] = Train(contenders[item / seeds], item % seeds, null, cancellation);
            finished?.Invoke(Interlocked.Increment(ref done));
        });
        return runs;
    }

    /// <summary>One run, on the calling thread, inside a dispose scope of its own.</summary>
    internal TrainingRun Train(Contender contender, int seed, ComparisonProgress? progress, CancellationToken cancellation)
    {
        using var particle = new ParticleChunk(task, contender.Rule);
        var stream = random.Fork((ulong)seed);
        particle.Reset(0, stream.At("initialization"), stream.At("data"));
        particle.Bind(0, contender.Theta);
        var losses = new float[steps];
        var clock = Stopwatch.StartNew();
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            particle.Step([(float)contender.RateAt(step, steps)], losses.AsSpan(step, 1));
            if ((step + 1) % ReportEvery == 0) progress?.AddSteps(ReportEvery);
            if (float.IsFinite(losses[step])) continue;
            losses.AsSpan(step).Fill(float.NaN);
            progress?.AddSteps(steps - ((step + 1) / ReportEvery * ReportEvery));
            return new TrainingRun(contender, seed, losses, clock.Elapsed.TotalSeconds);
        }

        progress?.AddSteps(steps % ReportEvery);
        return new TrainingRun(contender, seed, losses, clock.Elapsed.TotalSeconds);
    }
}
