using System.Diagnostics;
using LearnedOpt.Numerics;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>Trains every contender on every seed: same initial values and same data order for all of them.</summary>
public sealed class Comparer(ITask task, int steps, WorkerPool pool, CounterRandom random)
{
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
            runs[item] = Train(contenders[item / seeds], item % seeds, cancellation);
            finished?.Invoke(Interlocked.Increment(ref done));
        });
        return runs;
    }

    private TrainingRun Train(Contender contender, int seed, CancellationToken cancellation)
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
            particle.Step([(float)contender.LearningRate], losses.AsSpan(step, 1));
            if (float.IsFinite(losses[step])) continue;
            losses.AsSpan(step).Fill(float.NaN);
            break;
        }

        return new TrainingRun(contender, seed, losses, clock.Elapsed.TotalSeconds);
    }
}
