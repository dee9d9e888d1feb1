using System.Diagnostics;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;
using TorchSharp;

namespace LearnedOpt.Benchmarks.Tasks;

/// <summary>What to measure.</summary>
public sealed record TaskBenchOptions
{
    /// <summary>Task names.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = ["mlp/mnist-8", "cnn/cifar-16", "rnn/bytes-16", "transformer/words-8"];

    /// <summary>Keys of <see cref="TaskBench.Rules"/>.</summary>
    public IReadOnlyList<string> Rules { get; init; } = ["adam", "unf-adam-32"];

    /// <summary>Sizes of the population.</summary>
    public IReadOnlyList<int> Particles { get; init; } = [1, 8, 32];

    /// <summary>Numbers of threads.</summary>
    public IReadOnlyList<int> Threads { get; init; } = [1, 2];

    /// <summary>Rounds of each row.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Length of a round in seconds, about.</summary>
    public double RoundSeconds { get; init; } = 0.2;
}

/// <summary>Measures inner steps: populations of inner problems under update rules.</summary>
public static class TaskBench
{
    /// <summary>Rules by label: registry name and settings.</summary>
    public static IReadOnlyDictionary<string, (string Name, string? Settings)> Rules { get; } = new Dictionary<string, (string, string?)>
    {
        ["adam"] = ("adam", null),
        ["sgdm"] = ("sgdm", null),
        ["unf-adam"] = ("unf-adam", null),
        ["unf-adam-32"] = ("unf-adam", """{"Channels": 32}"""),
        ["pointwise-adam"] = ("pointwise-adam", null),
    };

    /// <summary>One row after the other.</summary>
    /// <param name="options">What to measure.</param>
    /// <param name="folder">Where data are.</param>
    /// <param name="stop">Ends after the row at hand.</param>
    public static IEnumerable<TaskRow> Run(TaskBenchOptions options, DataFolder folder, CancellationToken stop)
    {
        foreach (var name in options.Tasks)
        {
            using var task = TaskRegistry.Create(name, folder);
            foreach (var rule in options.Rules)
                foreach (var particles in options.Particles)
                    foreach (var threads in options.Threads.Where(threads => threads <= particles))
                    {
                        if (stop.IsCancellationRequested) yield break;
                        yield return Measure(task, rule, particles, threads, options);
                    }
        }
    }

    private static TaskRow Measure(ITask task, string rule, int particles, int threads, TaskBenchOptions options)
    {
        PeakMemory.Reset();
        using var pool = new WorkerPool(threads);
        var chunks = Chunks(task, rule, particles, threads);
        try
        {
            var left = new long[chunks.Length];
            var steps = 1;
            Advance(2); // to warm up
            var once = Advance(1);
            steps = Math.Max(1, (int)(options.RoundSeconds / once.TotalSeconds));
            foreach (var chunk in chunks) chunk.Profile = new StepProfile();
            var processor = Environment.CpuUsage.TotalTime;
            double[] times = [.. Enumerable.Range(0, options.Rounds).Select(_ => Advance(steps).TotalMicroseconds / steps / particles).Order()];
            processor = Environment.CpuUsage.TotalTime - processor;
            double Share(Func<StepProfile, TimeSpan> part) => chunks.Sum(chunk => part(chunk.Profile!).TotalSeconds) / chunks.Sum(chunk => chunk.Profile!.Total.TotalSeconds);
            return new TaskRow(task.Name, particles, threads, rule, times[0], times[times.Length / 2],
                processor.TotalMicroseconds / options.Rounds / steps / particles, 1e6 / times[0],
                Share(profile => profile.Data), Share(profile => profile.Gradient), Share(profile => profile.Update), left.Sum(), PeakMemory.Megabytes());

            TimeSpan Advance(int count)
            {
                var clock = Stopwatch.StartNew();
                pool.Run(chunks.Length, item =>
                {
                    var (losses, rates) = (new float[chunks[item].Count], new float[chunks[item].Count]);
                    Array.Fill(rates, 1e-3f);
                    var before = Live();
                    for (var step = 0; step < count; step++) chunks[item].Step(rates, losses);
                    left[item] += Live() - before;
                });
                return clock.Elapsed;
            }
        }
        finally
        {
            foreach (var chunk in chunks) chunk.Dispose();
        }
    }

    // As many chunks as threads, or more where the task wants them smaller.
    private static ParticleChunk[] Chunks(ITask task, string label, int particles, int threads)
    {
        var rule = UpdateRules.Create(Rules[label].Name, Rules[label].Settings);
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new CounterRandom(0));
        var size = Math.Min(task.ChunkSize, (particles + threads - 1) / threads);
        return [.. Enumerable.Range(0, particles).Chunk(size).Select(members =>
        {
            var chunk = new ParticleChunk(task, Enumerable.Repeat(rule, members.Length).ToArray());
            for (var i = 0; i < members.Length; i++)
            {
                var stream = new CounterRandom(1, (ulong)members[i]);
                chunk.Reset(i, stream.At("initialization"), stream.At("data"));
                chunk.Bind(i, theta);
            }

            return chunk;
        })];
    }

    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
