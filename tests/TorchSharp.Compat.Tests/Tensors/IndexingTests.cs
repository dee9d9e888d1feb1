using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Tensors;

public sealed class IndexingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _t = arange(24).reshape(2, 3, 4);
    public void Dispose() => _scope.Dispose();

    private static long[] Flat(Tensor t) => t.reshape(-1).data<long>().ToArray();

    [Fact]
    public void NumbersSlicesAndEllipsis()
    {
        Assert.Equal([12L, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23], Flat(_t[1]));
        Assert.Equal([23L], Flat(_t[-1, -1, -1]));
        Assert.Equal(17L, _t[1, 1, 1].item<long>());
        Assert.Equal([1L, 5, 9, 13, 17, 21], Flat(_t[.., .., 1]));
        Assert.Equal([1L, 5, 9, 13, 17, 21], Flat(_t[TensorIndex.Ellipsis, 1]));
        Assert.Equal([2L, 3, 6, 7, 10, 11], Flat(_t[0, .., 2..]));
        Assert.Equal([0L, 2, 4, 6, 8, 10], Flat(_t[0, TensorIndex.Colon, TensorIndex.Slice(null, null, 2)]));
        Assert.Equal([3L, 7, 11], Flat(_t[0, .., ^1]));
        Assert.Equal([8L, 9, 10, 11], Flat(_t[0, ^1..]).ToArray());
        Assert.Equal([2L, 1, 3, 4], _t[TensorIndex.Ellipsis, TensorIndex.Null, .., ..].shape);
        Assert.Equal([1L, 2, 3, 4], _t[TensorIndex.None].shape);
        Assert.Equal(0, _t[^0..].numel());
    }

    [Fact]
    public void MasksAndIndexTensors()
    {
        Assert.Equal([20L, 21, 22, 23], Flat(_t[_t > 19]));
        Assert.Equal([12L, 0], Flat(_t[tensor(new long[] { 1, 0 }), tensor(0L), tensor(0L)]));
        Assert.Equal([2L, 2, 4], _t[.., TensorIndex.Tensor(tensor(new long[] { 0, 2 }))].shape);
        Assert.Equal([1L, 3, 5, 7, 9, 11], Flat(_t[0, .., TensorIndex.Tensor(tensor(new[] { false, true, false, true }))]));
        Assert.Equal([12L, 13, 14, 15], Flat(_t[TensorIndex.Tensor(tensor(new[,] { { false, false, false }, { true, false, false } })), ..]));
        Assert.Equal([1L, 2, 3, 4], _t[TensorIndex.Bool(true)].shape);
        Assert.Equal(0, _t[TensorIndex.Bool(false)].numel());
    }

    [Fact]
    public void Assignment()
    {
        var t = zeros(3, 4);
        t[1] = ones(4);
        t[0, 0] = 5f;
        t[.., 3] = tensor(new[] { 7f, 8f, 9f });
        t[t > 6] = -1;
        Assert.Equal([5f, 0, 0, -1, 1, 1, 1, -1, 0, 0, 0, -1], t.data<float>().ToArray());
        t[2, 0..2] = tensor(3f);
        t[TensorIndex.Tensor(tensor(new long[] { 0, 2 })), 2] = tensor(6f);
        Assert.Equal([5f, 0, 6, -1, 1, 1, 1, -1, 3, 3, 6, -1], t.data<float>().ToArray());
        var counts = zeros(3);
        counts.index_put_(ones(4), [tensor(new long[] { 0, 0, 0, 2 })], accumulate: true);
        Assert.Equal([3f, 0, 1], counts.data<float>().ToArray());
    }

    [Fact]
    public void ViewsShareMemory()
    {
        var t = zeros(4, 4);
        t[1].fill_(2);
        t[.., 0].add_(1);
        Assert.Equal([1f, 3, 1, 1], t[.., 0].contiguous().data<float>().ToArray());
        Assert.Equal(4 + 8, t.sum().item<float>());
    }

    [Fact]
    public void GradientsFlowThroughIndexing()
    {
        var t = ones(3, 3).requires_grad_();
        (t[0] * 2 + t[.., 1] * 3).sum().backward();
        Assert.Equal([2f, 5, 2, 0, 3, 0, 0, 3, 0], t.grad.data<float>().ToArray());
    }

    /// <summary>Random mixtures of numbers, slices and new axes against lists of positions.</summary>
    [Fact]
    public void RandomIndicesAgainstPositions()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 300; trial++)
        {
            using var scope = NewDisposeScope();
            long[] shape = [random.Next(1, 5), random.Next(1, 5), random.Next(1, 5)];
            var t = arange(shape[0] * shape[1] * shape[2]).reshape(shape);
            var (indices, picks, result) = (new List<TensorIndex>(), new List<long[]>(), new List<long>());
            foreach (var size in shape)
            {
                if (random.Next(5) == 0)
                {
                    indices.Add(TensorIndex.None);
                    result.Add(1);
                }
                if (random.Next(3) == 0)
                {
                    var at = random.NextInt64(-size, size);
                    indices.Add(at);
                    picks.Add([(at + size) % size]);
                    continue;
                }
                var (start, stop, step) = (random.NextInt64(-size - 1, size + 2), random.NextInt64(-size - 1, size + 2), random.Next(1, 3));
                var (from, to) = (Clip(start, size), Clip(stop, size));
                var positions = Enumerable.Range(0, (int)size).Select(k => (long)k).Where(k => k >= from && k < to && (k - from) % step == 0).ToArray();
                indices.Add(TensorIndex.Slice(start, stop, step));
                picks.Add(positions);
                result.Add(positions.Length);
            }
            var expected = from a in picks[0] from b in picks[1] from c in picks[2] select (a * shape[1] + b) * shape[2] + c;
            var actual = t[indices.ToArray()];
            Assert.Equal(result, actual.shape);
            Assert.Equal(expected, Flat(actual));
        }

        static long Clip(long position, long size) => Math.Clamp(position < 0 ? position + size : position, 0, size);
    }

    [Fact]
    public void FaultsSayWhatIsWrong()
    {
        Assert.Contains("out of range", Assert.Throws<ExternalException>(() => _t[2]).Message);
        Assert.Contains("too many indices", Assert.Throws<IndexOutOfRangeException>(() => _t[0, 0, 0, ..]).Message);
        Assert.Throws<ExternalException>(() => _t[tensor(new[] { true })]);
        Assert.Throws<ExternalException>(() => _t[0] = ones(5, int64));
    }
}
