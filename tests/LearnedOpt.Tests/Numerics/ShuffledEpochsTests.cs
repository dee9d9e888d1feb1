using LearnedOpt.Numerics;

namespace LearnedOpt.Tests.Numerics;

public sealed class ShuffledEpochsTests
{
    private static readonly CounterRandom Random = new(99);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(97)]
    [InlineData(8500)]
    public void Every_epoch_visits_each_item_once(int count)
    {
        var order = new ShuffledEpochs(Random, count);
        var items = new int[3 * count];
        order.Fill(items, (ulong)count * 5);
        for (int epoch = 0; epoch < 3; epoch++)
            Assert.Equal(Enumerable.Range(0, count), items.Skip(epoch * count).Take(count).Order());
        if (count > 90)
            Assert.NotEqual(items.Take(count), items.Skip(count).Take(count));
    }

    [Fact]
    public void Any_position_is_reached_at_once_and_batches_cross_epochs()
    {
        var order = new ShuffledEpochs(Random, 1000);
        var items = new int[128];
        order.Fill(items, 999_950);
        for (int i = 0; i < items.Length; i++)
            Assert.Equal(order[999_950 + (ulong)i], items[i]);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(37)]
    public void Each_item_comes_equally_often_at_each_position(int count)
    {
        var order = new ShuffledEpochs(Random, count);
        const int epochs = 4000;
        var cells = new int[count, count];
        var follows = new int[count, count];
        var items = new int[count];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            order.Fill(items, (ulong)(epoch * count));
            for (int i = 0; i < count; i++)
            {
                cells[i, items[i]]++;
                if (i > 0)
                    follows[items[i - 1], items[i]]++;
            }
        }
        double expected = epochs / (double)count, chi = 0, followChi = 0, pairs = epochs / (double)count;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                chi += (cells[i, j] - expected) * (cells[i, j] - expected) / expected;
                followChi += i == j ? 0 : (follows[i, j] - pairs) * (follows[i, j] - pairs) / pairs;
            }
        }
        double freedom = (count - 1.0) * (count - 1), followFreedom = count * (count - 1.0);
        Assert.InRange(chi, freedom - 5 * Math.Sqrt(2 * freedom), freedom + 5 * Math.Sqrt(2 * freedom));
        Assert.InRange(followChi, followFreedom - 6 * Math.Sqrt(2 * followFreedom), followFreedom + 6 * Math.Sqrt(2 * followFreedom));
    }

    [Fact]
    public void Different_streams_give_different_orders()
    {
        var a = new int[1000];
        var b = new int[1000];
        new ShuffledEpochs(Random.At(1), 1000).Fill(a, 0);
        new ShuffledEpochs(Random.At(2), 1000).Fill(b, 0);
        Assert.InRange(a.Zip(b, (x, y) => x == y ? 1 : 0).Sum(), 0, 8);
    }
}
