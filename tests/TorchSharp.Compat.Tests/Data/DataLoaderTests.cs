using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace TorchSharp.Compat.Tests.Data;

public sealed class DataLoaderTests
{
    /// <summary>Sample i: "x" is [i, i²], "label" is i.</summary>
    private sealed class Squares(long count) : Dataset
    {
        public bool Ended { get; private set; }
        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index) => new()
        {
            ["x"] = tensor(new float[] { index, index * index }),
            ["label"] = tensor(index, int64),
        };

        protected override void Dispose(bool disposing) => Ended = true;
    }

    [Theory, InlineData(1), InlineData(3)]
    public void BatchesComeInOrderAndEndWithTheNext(int workers)
    {
        var data = new Squares(10);
        using (var loader = DataLoader(data, 4, num_worker: workers))
        {
            Assert.Equal(3, loader.Count);
            var (seen, last) = (new List<long>(), (Tensor?)null);
            foreach (var batch in loader)
            {
                using var scope = NewDisposeScope();
                Assert.True(last is null || last.IsInvalid);
                last = batch["x"];
                Assert.Equal([batch["label"].shape[0], 2], last.shape);
                Assert.Equal(batch["label"].data<long>().Select(i => (float)(i * i)), last[TensorIndex.Colon, 1].clone().data<float>().ToArray());
                seen.AddRange(batch["label"].data<long>().ToArray());
            }
            Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), seen);
            Assert.True(last!.IsInvalid);
        }
        Assert.True(data.Ended);
    }

    [Fact]
    public void OptionsKeepBatchesAndDropRemainders()
    {
        var data = new Squares(10);
        using (var loader = DataLoader(data, 4, [7, 1, 3, 5, 0, 2], drop_last: true, disposeBatch: false, disposeDataset: false))
        {
            var batches = loader.ToList();
            Assert.Equal([7, 1, 3, 5], batches.Single()["label"].data<long>().ToArray());
        }
        Assert.False(data.Ended);
        Assert.Throws<ArgumentException>(() => DataLoader(data, 0));
    }

    [Fact]
    public void TensorDatasetsServeTraining()
    {
        using var x = arange(12, float32).view(6, 2);
        using var y = arange(6);
        using var loader = DataLoader(TensorDataset(x, y), 3, shuffle: true, seed: 1);
        var first = loader.SelectMany(batch => batch[1].data<long>().ToArray()).ToList();
        Assert.Equal([0, 1, 2, 3, 4, 5], first.Order());
        Assert.Equal(first, loader.SelectMany(batch => batch[1].data<long>().ToArray()));
        foreach (var batch in loader)
            Assert.Equal(batch[1].data<long>().Select(i => 2f * i), batch[0][TensorIndex.Colon, 0].clone().data<float>().ToArray());
        Assert.Throws<ArgumentException>(() => TensorDataset(x, zeros(5)));
    }

    /// <summary>All orders of four, about equally often: chi-squared with 23 degrees of freedom below its 99.9 % point.</summary>
    [Fact]
    public void ShufflesAreUniformPermutations()
    {
        var counts = new Dictionary<string, int>();
        const int Trials = 24_000;
        for (var seed = 0; seed < Trials; seed++)
        {
            var order = string.Concat(new FisherYatesShuffler(4, seed));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, counts.Count);
        Assert.True(counts.Values.Sum(n => (n - 1000.0) * (n - 1000.0) / 1000) < 49.7);
        Assert.Equal(1000, new FisherYatesShuffler(1000).Distinct().Count());
    }

    [Fact]
    public void NoTensorIsLeftOver()
    {
        var statistics = DisposeScopeManager.Statistics;
        using var x = zeros(8, 3);
        using var loader = DataLoader(TensorDataset(x), 2);
        using var items = DataLoader(new Squares(9), 2);
        var before = statistics.ThreadTotalLiveCount;
        foreach (var batch in loader) break;
        foreach (var batch in items) Assert.Equal(2, batch.Count);
        Assert.Equal(before, statistics.ThreadTotalLiveCount);
    }
}
