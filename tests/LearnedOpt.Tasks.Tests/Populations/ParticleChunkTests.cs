using LearnedOpt.Tasks.Populations;
using TorchSharp;

namespace LearnedOpt.Tasks.Tests.Populations;

public sealed class ParticleChunkTests
{
    public static TheoryData<string> Names => TaskFixtures.Names;

    /// <summary>A particle must not notice which others share its chunk, nor how many threads there are.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ParticlesDoNotDependOnTheirCompany(string name)
    {
        var task = TaskFixtures.Get(name);
        var alone = Train(task, particles: 8, chunk: 1, threads: 1);
        foreach (var (chunk, threads) in new[] { (2, 2), (8, 1) })
        {
            var together = Train(task, particles: 8, chunk, threads);
            Assert.Equal(alone, together);
        }
    }

    [Fact]
    public void TrainingLeavesNoTensorBehind()
    {
        var task = TaskFixtures.Get("mlp/mnist-8");
        using var chunk = TaskFixtures.Chunk(task, 0, 2);
        Run(chunk, 3);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Run(chunk, 50);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void ResetBeginsAnew()
    {
        var task = TaskFixtures.Get("mlp/mnist-8");
        using var chunk = TaskFixtures.Chunk(task, 0, 1);
        var first = Run(chunk, 5);
        Assert.Equal(5, chunk.StepOf(0));
        var stream = new LearnedOpt.Numerics.CounterRandom(7).At(0);
        chunk.Reset(0, stream.At("initialization"), stream.At("data"));
        Assert.Equal(0, chunk.StepOf(0));
        Assert.Equal(first, Run(chunk, 5));
    }

    [Fact]
    public void EvaluationTrainsNothing()
    {
        var task = TaskFixtures.Get("mlp/mnist-8");
        using var chunk = TaskFixtures.Chunk(task, 0, 2);
        float[] before = [.. chunk.Values(0, 0)], first = new float[2], second = new float[2];
        chunk.Evaluate(DataSplit.Validation, first);
        chunk.Evaluate(DataSplit.Validation, second);
        Assert.Equal(first, second);
        Assert.Equal(before, chunk.Values(0, 0).ToArray());
        chunk.Evaluate(DataSplit.Test, second);
        Assert.NotEqual(first, second);
    }

    private static float[][] Train(ITask task, int particles, int chunk, int threads)
    {
        using var pool = new WorkerPool(threads);
        var losses = new float[particles][];
        pool.Run(particles / chunk, item =>
        {
            using var group = TaskFixtures.Chunk(task, item * chunk, chunk);
            var curve = Run(group, 2);
            for (var i = 0; i < chunk; i++)
                losses[item * chunk + i] = [.. curve.Select(step => step[i]), .. group.Values(0, i)[..Math.Min(64, task.Parameters[0].Count)]];
        });
        return losses;
    }

    private static float[][] Run(ParticleChunk chunk, int steps)
    {
        var rates = Enumerable.Repeat(TaskFixtures.AdamRate, chunk.Count).ToArray();
        return [.. Enumerable.Range(0, steps).Select(_ =>
        {
            var losses = new float[chunk.Count];
            chunk.Step(rates, losses);
            return losses;
        })];
    }
}
