using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Modules;

[Collection(GlobalGenerator.Name)]
public sealed class UtilityTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    public void Dispose() => _scope.Dispose();

    private static Parameter With(params float[] gradient) => new(zeros(gradient.Length)) { grad = tensor(gradient) };

    [Theory]
    [InlineData(2, 13)]
    [InlineData(1, 19)]
    [InlineData(double.PositiveInfinity, 12)]
    public void GradientsAreScaledToTheNorm(double type, double norm)
    {
        Parameter[] parameters = [With(3, 4), With(-12), new(ones(2))];
        Assert.Equal(norm, nn.utils.clip_grad_norm_(parameters, 2, type), 5);
        Assert.Equal(3 * 2 / norm, parameters[0].grad![0].ToDouble(), 5);
        Assert.Equal(-12 * 2 / norm, parameters[1].grad!.ToDouble(), 5);
        Assert.Null(parameters[2].grad);
    }

    [Fact]
    public void SmallGradientsStayAsTheyAre()
    {
        Parameter[] parameters = [With(3, 4)];
        Assert.Equal(5, nn.utils.clip_grad_norm_(parameters, 5.1), 5);
        Assert.Equal([3f, 4], parameters[0].grad!.data<float>().ToArray());
        Assert.Equal(0, nn.utils.clip_grad_norm_([new Parameter(ones(2))], 1));
    }

    [Fact]
    public void ValuesAreClamped()
    {
        Parameter[] parameters = [With(3, -4, 0.5f), new(ones(2))];
        nn.utils.clip_grad_value_(parameters, 1);
        Assert.Equal([1f, -1, 0.5f], parameters[0].grad!.data<float>().ToArray());
    }

    [Fact]
    public void AVectorBecomesTheParametersMemory()
    {
        using var model = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1));
        var count = model.parameters().Sum(p => p.numel());
        var vector = arange(count, dtype: ScalarType.Float32);
        nn.utils.vector_to_parameters(vector, model.parameters());
        Assert.Equal(Enumerable.Range(0, (int)count).Select(i => (float)i), nn.utils.parameters_to_vector(model.parameters()).data<float>().ToArray());
        vector.add_(1);
        Assert.Equal(1, model.parameters().First()[0, 0].ToDouble());
        Assert.All(model.parameters(), p => Assert.True(p.requires_grad));
        Assert.Throws<ArgumentException>(() => nn.utils.vector_to_parameters(ones(2), model.parameters()));
    }

    [Fact]
    public void AFusedLayerDoesWhatLayerAndNormDid()
    {
        var norm = nn.BatchNorm1d(3);
        nn.init.uniform_(norm.weight);
        nn.init.normal_(norm.bias);
        norm.call(randn(20, 3));
        norm.eval();
        var linear = nn.Linear(4, 3, hasBias: false);
        Assert.Throws<InvalidOperationException>(() => nn.utils.fuse_linear_bn_eval(linear, norm));
        linear.eval();
        var x = randn(5, 4);
        Assert.True(nn.utils.fuse_linear_bn_eval(linear, norm).call(x).allclose(norm.call(linear.call(x)), 1e-4, 1e-5));
        var conv = nn.Conv1d(2, 3, 3);
        var (weight, bias) = nn.utils.fuse_conv_bn_weights(conv.weight, conv.bias, norm.running_mean, norm.running_var, norm.eps, norm.weight, norm.bias);
        var signal = randn(2, 2, 6);
        Assert.True(nn.functional.conv1d(signal, weight, bias).allclose(norm.call(conv.call(signal)), 1e-4, 1e-5));
    }

    [Fact]
    public void PackedSequencesFollowDisposeScopes()
    {
        nn.utils.rnn.PackedSequence inside, outside;
        using (NewDisposeScope())
        {
            inside = nn.utils.rnn.pack_sequence([rand(3, 2), rand(2, 2)]);
            outside = nn.utils.rnn.pack_sequence([rand(3, 2), rand(2, 2)]).MoveToOuterDisposeScope();
        }
        Assert.True(inside.data.IsInvalid);
        Assert.Equal([5L, 2], outside.data.shape);
        Assert.Equal([2L, 2, 1], outside.batch_sizes.data<long>().ToArray());
        outside.DetachFromDisposeScope();
        Assert.False(CurrentDisposeScope.Contains(outside));
        outside.Dispose();
        Assert.True(outside.data.IsInvalid);
    }

    [Fact]
    public void PaddingFillsUpShorterSequences()
    {
        var padded = nn.utils.rnn.pad_sequence([ones(2), ones(3) * 2], batch_first: true, padding_value: -1);
        Assert.Equal([1f, 1, -1, 2, 2, 2], padded.data<float>().ToArray());
    }

    [Fact]
    public void SparseInitialisationZeroesItsShareOfEveryColumn()
    {
        var weights = nn.init.sparse_(empty(10, 6), 0.25);
        Assert.All(Enumerable.Range(0, 6), c => Assert.Equal(3, 10 - weights.select(1, c).count_nonzero().ToInt64()));
    }

    [Fact]
    public void OrthogonalMatricesAreOrthogonal()
    {
        var tall = nn.init.orthogonal_(empty(7, 4, dtype: ScalarType.Float64));
        Assert.True(tall.t().matmul(tall).allclose(eye(4, dtype: ScalarType.Float64), 1e-10, 1e-10));
        var wide = nn.init.orthogonal_(empty(3, 2, 4, dtype: ScalarType.Float64), 2).reshape(3, 8);
        Assert.True(wide.matmul(wide.t()).allclose(4 * eye(3, dtype: ScalarType.Float64), 1e-10, 1e-10));
    }

    [Fact]
    public void GainsAreTheRecommendedOnes()
    {
        Assert.Equal(5.0 / 3, nn.init.calculate_gain(nn.init.NonlinearityType.Tanh));
        Assert.Equal(Math.Sqrt(2), nn.init.calculate_gain(nn.init.NonlinearityType.ReLU));
        Assert.Equal(Math.Sqrt(2 / 1.04), nn.init.calculate_gain(nn.init.NonlinearityType.LeakyReLU, 0.2));
        Assert.Equal(1, nn.init.calculate_gain(nn.init.NonlinearityType.Sigmoid));
        Assert.Equal((12, 20), nn.init.CalculateFanInAndFanOut(empty(5, 3, 2, 2)));
        Assert.Throws<ArgumentException>(() => nn.init.CalculateFanInAndFanOut(empty(5)));
    }
}
