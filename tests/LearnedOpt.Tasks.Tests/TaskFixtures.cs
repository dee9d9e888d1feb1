using System.Collections.Concurrent;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Tests;

/// <summary>Registered tasks on embedded data, loaded once, and what tests do with them.</summary>
internal static class TaskFixtures
{
    private static readonly ConcurrentDictionary<string, Lazy<ITask>> Tasks = [];

    public static TheoryData<string> Names { get; } = [.. TaskRegistry.Names];

    public static ITask Get(string name) => Tasks.GetOrAdd(name, key => new Lazy<ITask>(() => TaskRegistry.Create(key, DataFolder.Embedded))).Value;

    /// <summary>The same task with few examples and short texts.</summary>
    public static string SmallCopy(string name) => name + (name.Contains("bytes") || name.Contains("words") ? "?batch=3&length=6" : "?batch=3");

    /// <summary>Adam, with theta as it begins.</summary>
    public static (IUpdateRule Rule, float[] Theta) Adam()
    {
        var rule = UpdateRules.Create("adam");
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new CounterRandom(0));
        return (rule, theta);
    }

    /// <summary>Learning rate of <see cref="Adam"/>.</summary>
    public const float AdamRate = 0.01f;

    /// <summary>A chunk whose particles are numbered from <paramref name="first"/>: values and data depend on the number only.</summary>
    public static ParticleChunk Chunk(ITask task, int first, int count)
    {
        var (rule, theta) = Adam();
        var chunk = new ParticleChunk(task, Enumerable.Repeat(rule, count).ToArray());
        for (var i = 0; i < count; i++)
        {
            var stream = new CounterRandom(7).At((ulong)(first + i));
            chunk.Reset(i, stream.At("initialization"), stream.At("data"));
            chunk.Bind(i, theta);
        }

        return chunk;
    }

    /// <summary>Parameters of a population in double precision, moved off their initial values so that nothing is zero or one by chance.</summary>
    public static Tensor[] Parameters(ITask task, int particles, double noise, ulong seed)
    {
        var random = new CounterRandom(seed);
        return [.. task.Parameters.Select((parameter, index) =>
        {
            var values = new float[particles * parameter.Count];
            var shifts = new float[values.Length];
            for (var particle = 0; particle < particles; particle++)
                task.Initialize(random.Fork(1, (ulong)particle), index, values.AsSpan(particle * parameter.Count, parameter.Count));
            random.Fork(2, (ulong)index).Fill(shifts);
            return torch.tensor(values.Zip(shifts, (value, shift) => value + noise * shift).ToArray(), [particles, .. parameter.Shape]);
        })];
    }

    /// <summary>A batch of each particle in double precision.</summary>
    public static TaskBatch Batch(ITask task, int particles)
    {
        var batch = task.Sample(DataSplit.Train, [.. Enumerable.Range(0, particles).Select(i => new ParticleState(new CounterRandom(4, (ulong)i), new CounterRandom(3, (ulong)i), 0))]);
        return new TaskBatch(Double(batch.Inputs), Double(batch.Targets));

        static Tensor Double(Tensor tensor) => tensor.is_floating_point() ? tensor.to(ScalarType.Float64) : tensor;
    }
}
