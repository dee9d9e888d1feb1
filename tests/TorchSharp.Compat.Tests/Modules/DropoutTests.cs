using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Modules;

[Collection(GlobalGenerator.Name)]
public sealed class DropoutTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public DropoutTests() => random.manual_seed(11);
    public void Dispose() => _scope.Dispose();

    [Fact]
    public void KeptElementsAreScaledUpAndEvaluationChangesNothing()
    {
        var layer = nn.Dropout(0.25);
        var x = ones(20000);
        var kept = layer.call(x).data<float>().ToArray();
        Assert.All(kept, v => Assert.True(v == 0 || Math.Abs(v - 1 / 0.75f) < 1e-6));
        // Three standard errors of a share of 0.75 among 20,000.
        Assert.InRange(kept.Count(v => v != 0) / 20000.0, 0.75 - 0.0092, 0.75 + 0.0092);
        layer.eval();
        Assert.True(layer.call(x).equal(x).all().ToBoolean());
        Assert.Equal(1, x.sum().ToSingle() / 20000);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 5)]
    public void WholeChannelsAreDropped(int kind, int rank)
    {
        var shape = new long[] { 8, 50, 4, 3, 2 }[..rank];
        if (rank == 2) shape = [400, 4];
        var x = ones(shape);
        var y = kind switch { 1 => nn.Dropout1d(0.5).call(x), 2 => nn.Dropout2d(0.5).call(x), _ => nn.Dropout3d(0.5).call(x) };
        var channels = rank == 2 ? y : y.reshape(400, -1);
        var sums = channels.sum(dim: 1).data<float>().ToArray();
        Assert.All(sums, s => Assert.True(s == 0 || s == 2 * channels.shape[1]));
        Assert.InRange(sums.Count(s => s == 0), 150, 250);
    }

    [Fact]
    public void AlphaDropoutKeepsMeanAndVariance()
    {
        var x = randn(100000);
        var y = nn.AlphaDropout(0.3).call(x);
        Assert.InRange(y.mean().ToDouble(), -0.02, 0.02);
        Assert.InRange(y.std().ToDouble(), 0.98, 1.02);
    }

    [Fact]
    public void InPlaceDropoutChangesItsInputAndItsResultCanBeDisposed()
    {
        var x = ones(1000);
        using (var y = nn.Dropout(0.5, inplace: true).call(x)) Assert.True(y.equal(x).all().ToBoolean());
        Assert.InRange(x.data<float>().ToArray().Count(v => v == 0), 400, 600);
    }
}
