using LearnedOpt.Tasks.Populations;
using TorchSharp;

namespace LearnedOpt.Tasks.Tests.Populations;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void RunsEveryItemOnce(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (var round = 0; round < 200; round++)
        {
            var counts = new int[round % 7];
            pool.Run(counts.Length, item => Interlocked.Increment(ref counts[item]));
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void KeepsItsThreads()
    {
        using var pool = new WorkerPool(2);
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<int, bool>();
        for (var round = 0; round < 50; round++) pool.Run(8, _ => seen[Environment.CurrentManagedThreadId] = true);
        Assert.InRange(seen.Count, 1, 2);
        Assert.DoesNotContain(Environment.CurrentManagedThreadId, seen.Keys);
    }

    [Fact]
    public void RethrowsTheFaultOfTheLowestItemAndGoesOn()
    {
        using var pool = new WorkerPool(2);
        var done = 0;
        var fault = Assert.Throws<InvalidOperationException>(() => pool.Run(20, item =>
        {
            Interlocked.Increment(ref done);
            if (item is 3 or 11) throw new InvalidOperationException($"item {item}");
        }));
        Assert.Equal("item 3", fault.Message);
        Assert.Equal(20, done);
        pool.Run(5, _ => Interlocked.Increment(ref done));
        Assert.Equal(25, done);
    }

    [Fact]
    public void DisposesWhatAnItemLeaves()
    {
        using var pool = new WorkerPool(2);
        var left = new torch.Tensor[16];
        pool.Run(left.Length, item => left[item] = torch.ones(3));
        Assert.All(left, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void ConvolutionsRunOnOneThreadEach()
    {
        using var pool = new WorkerPool(2);
        var threads = new int[2];
        pool.Run(2, item => threads[item] = torch.get_num_threads());
        Assert.Equal([1, 1], threads);
    }

    [Fact]
    public void DisposesTwice()
    {
        var pool = new WorkerPool(1);
        pool.Dispose();
        pool.Dispose();
    }
}
