using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Tensors;

public sealed class RandomTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _generator = new(11);

    public void Dispose()
    {
        _scope.Dispose();
        _generator.Dispose();
    }

    [Fact]
    public void SeedsRepeat()
    {
        using var other = new Generator(11);
        Assert.True(randn(50, generator: _generator).Equals(randn(50, generator: other)));
        Assert.True(randperm(20, generator: _generator).Equals(randperm(20, generator: other)));
        using var state = _generator.get_state();
        var first = rand(5, generator: _generator);
        _generator.set_state(state);
        Assert.True(first.Equals(rand(5, generator: _generator)));
        _generator.manual_seed(3);
        Assert.Equal(3, _generator.initial_seed());
        Assert.False(first.Equals(rand(5, generator: _generator)));
    }

    /// <summary>PyTorch 1.13: torch.Generator().manual_seed(1), then randn(3), rand(2), randint(100, (3,)), randperm(5).</summary>
    [Fact]
    public void TheSameDrawsAsPyTorch()
    {
        _generator.manual_seed(1);
        Assert.Equal([0.6614, 0.2669, 0.0617], randn(3, generator: _generator).data<float>().Select(v => Math.Round(v, 4)));
        Assert.Equal([0.5695, 0.4388], rand(2, generator: _generator).data<float>().Select(v => Math.Round(v, 4)));
        Assert.Equal([48L, 49, 16], randint(100, [3L], generator: _generator).data<long>());
        Assert.Equal([3L, 2, 1, 0, 4], randperm(5, generator: _generator).data<long>());
    }

    [Fact]
    public void Moments()
    {
        const int N = 40_000;
        void Near(Tensor draws, double mean, double variance)
        {
            Assert.InRange(draws.mean().ToDouble(), mean - 5 * Math.Sqrt(variance / N), mean + 5 * Math.Sqrt(variance / N));
            Assert.InRange(draws.var().ToDouble(), 0.9 * variance, 1.1 * variance);
        }
        Tensor Room() => empty(N, float64);
        Near(rand(N, float64, generator: _generator), 0.5, 1.0 / 12);
        Near(randn(N, float64, generator: _generator), 0, 1);
        Near(Room().normal_(2, 3, _generator), 2, 9);
        Near(Room().uniform_(-1, 3, _generator), 1, 16.0 / 12);
        Near(Room().exponential_(2, _generator), 0.5, 0.25);
        Near(Room().bernoulli_(0.3, _generator), 0.3, 0.21);
        Near(Room().geometric_(0.5, _generator), 2, 2);
        Near(Room().log_normal_(0, 0.5, _generator), Math.Exp(0.125), (Math.Exp(0.25) - 1) * Math.Exp(0.25));
        Near(full(N, 0.7, float64).bernoulli(_generator), 0.7, 0.21);
        Near(full(N, 4.0, float64).poisson(_generator), 4, 4);
        Near(randint(0, 10, [(long)N], float64, generator: _generator), 4.5, 99.0 / 12);
        Near(normal(full(N, 1.0, float64), full(N, 2.0, float64), _generator), 1, 4);
        Near(_standard_gamma(full(N, 3.0, float64), _generator), 3, 3);
    }

    [Fact]
    public void Multinomial()
    {
        var weights = tensor(new[] { 1.0, 0, 3 });
        var draws = weights.multinomial(10_000, replacement: true, _generator);
        Assert.Equal(0, (draws == 1).sum().ToInt64());
        Assert.InRange((draws == 2).to(float64).mean().ToDouble(), 0.72, 0.78);
        Assert.Equal([0L, 2], weights.multinomial(2, generator: _generator).sort().Values.data<long>().ToArray());
    }

    [Fact]
    public void Permutations()
    {
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), randperm(100, generator: _generator).sort().Values.data<long>());
        Assert.Equal(ScalarType.Int32, randperm(4, int32).dtype);
        Assert.InRange(randint_int(5, 7, _generator), 5, 6);
        Assert.InRange(rand_float(_generator), 0, 1);
    }
}
