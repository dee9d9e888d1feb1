using LearnedOpt.Functionals;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tests.Functionals;

public sealed class TorchEvaluatorTests
{
    public static TheoryData<int, LayerKind> Cases
    {
        get
        {
            var cases = new TheoryData<int, LayerKind>();
            for (var seed = 0; seed < 16; seed++)
            {
                cases.Add(seed, LayerKind.Full);
                cases.Add(seed, LayerKind.Tied);
                cases.Add(seed, LayerKind.Pointwise);
            }

            return cases;
        }
    }

    private static (FunctionalModel Model, float[] Theta, double[][][] X) Problem(int seed, LayerKind kind)
    {
        var space = RandomSpaces.Draw((ulong)seed, empty: seed % 4 == 3);
        var model = FunctionalModel.Deep(space, kind, inputChannels: 2, hidden: 3, depth: 2, outputs: 2);
        var theta = new float[model.ThetaCount];
        model.Initialize(theta, new CounterRandom((ulong)seed));
        new CounterRandom(99).Fill(theta.AsSpan(model.Layers[1].ThetaOffset));          // biases too
        return (model, theta, RandomSpaces.Features(space, 2, (ulong)seed + 50));
    }

    private static Tensor Packed(double[][][] features) => cat([.. features.Select(planes => stack(planes.Select(plane => tensor(plane))))], 1).unsqueeze(0);

    private static double[][][] Unpacked(WeightSpace space, Tensor packed) => [.. FeaturePacking.Unpack(space, packed).Select(feature =>
        (double[][])[.. Enumerable.Range(0, (int)feature.shape[1]).Select(c => feature[0, c].reshape(-1).to(float64).data<double>().ToArray())])];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Torch_operators_equal_the_definition_in_double_and_in_float(int seed, LayerKind kind)
    {
        using var scope = NewDisposeScope();
        var (model, theta, x) = Problem(seed, kind);
        using var evaluator = new TorchEvaluator(model);
        var expected = x;
        foreach (var (layer, index) in model.Layers.Select((layer, index) => (layer, index)))
        {
            expected = TermByTerm.Layer(layer.Plan.Coefficients, model.ThetaOf(index, theta), expected);
            if (layer.Rectify)
                expected = [.. expected.Select(planes => (double[][])[.. planes.Select(plane => (double[])[.. plane.Select(value => Math.Max(value, 0))])])];
        }

        var y = evaluator.Evaluate(tensor(theta).to(float64), Packed(x));
        Assert.InRange(RandomSpaces.Error(Unpacked(model.Space, y), expected), 0, 1e-12);
        var single = evaluator.Evaluate(tensor(theta), Packed(x).to(float32));
        Assert.InRange(RandomSpaces.Error(Unpacked(model.Space, single), expected), 0, 1e-5);
    }

    [Theory]
    [InlineData(LayerKind.Full)]
    [InlineData(LayerKind.Tied)]
    public void Particles_with_their_own_theta_equal_one_at_a_time(LayerKind kind)
    {
        using var scope = NewDisposeScope();
        var model = FunctionalModel.Hybrid(PaperSpaces.Rnn(4, 3, 5), kind, inputChannels: 3, hidden: 4);
        using var evaluator = new TorchEvaluator(model);
        var theta = stack(Enumerable.Range(0, 3).Select(seed =>
        {
            var one = new float[model.ThetaCount];
            model.Initialize(one, new CounterRandom((ulong)seed));
            return tensor(one);
        }));
        var x = randn(3, 3, model.Space.ParameterCount);
        var y = evaluator.Evaluate(theta, x);
        for (var p = 0; p < 3; p++)
            Assert.True(evaluator.Evaluate(theta[p], x.narrow(0, p, 1))[0].allclose(y[p], 1e-5, 1e-6));
        Assert.True(evaluator.Evaluate(theta[1], x)[2].allclose(evaluator.Evaluate(theta[1], x.narrow(0, 2, 1))[0], 1e-5, 1e-6));
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("rnn")]
    [InlineData("transformer")]
    public void Paper_models_are_symmetric_inside_the_group_in_float_and_not_outside(string name)
    {
        using var scope = NewDisposeScope();
        var space = BasisTests.Paper(name);
        foreach (var kind in new[] { LayerKind.Full, LayerKind.Tied })
        {
            var model = FunctionalModel.Hybrid(space, kind, inputChannels: 4, hidden: 8, depth: 2);
            using var evaluator = new TorchEvaluator(model);
            var theta = new float[model.ThetaCount];
            new CounterRandom(3).Fill(theta);
            var x = randn(1, 4, space.ParameterCount);
            double Error(GroupElement element)
            {
                var (moved, expected) = (evaluator.Evaluate(tensor(theta), Permute(element, x)), Permute(element, evaluator.Evaluate(tensor(theta), x)));
                return ((moved - expected).abs().max() / expected.abs().max()).ToDouble();
            }

            Assert.InRange(Error(GroupElement.Random(space, new CounterRandom(4))), 0, 1e-5);
            // One bias permuted on its own is outside.
            var loose = new WeightSpace(space.Tensors.Select((tensor, index) => index == 1 ? new WeightTensor(tensor.Name, [.. tensor.Axes.Select(axis => new Symmetry($"loose {axis.Name}", axis.Size))]) : tensor));
            Assert.InRange(Error(GroupElement.Random(loose, new CounterRandom(5), symmetry => symmetry.Name.StartsWith("loose"))), 1e-4, 10);
        }
    }

    [Fact]
    public void First_and_second_derivatives_equal_finite_differences()
    {
        using var scope = NewDisposeScope();
        var (model, theta, x) = Problem(2, LayerKind.Full);
        using var evaluator = new TorchEvaluator(model);
        var (start, features) = (tensor(theta).to(float64), Packed(x));
        var (direction, weight) = (randn(start.shape, dtype: float64), randn(1, 2, model.Space.ParameterCount, dtype: float64));
        Tensor Loss(Tensor at) => (evaluator.Evaluate(at, features).tanh() * weight).sum();
        Tensor Slope(Tensor at, bool create) => (autograd.grad([Loss(at)], [at], retain_graph: create, create_graph: create)[0] * direction).sum();

        var at = start.detach().requires_grad_();
        var slope = Slope(at, create: true);
        const double h = 1e-5;
        Assert.Equal(((Loss(start + direction * h) - Loss(start - direction * h)) / (2 * h)).ToDouble(), slope.ToDouble(), 5);
        var curvature = (autograd.grad([slope], [at])[0] * direction).sum().ToDouble();
        var change = Slope((start + direction * h).detach().requires_grad_(), false) - Slope((start - direction * h).detach().requires_grad_(), false);
        Assert.Equal(change.ToDouble() / (2 * h), curvature, 4);
    }

    [Fact]
    public void Wrong_shapes_are_named()
    {
        using var scope = NewDisposeScope();
        var model = FunctionalModel.Hybrid(PaperSpaces.Mlp(), LayerKind.Tied, inputChannels: 2, hidden: 4);
        using var evaluator = new TorchEvaluator(model);
        Assert.Contains("2410 elements of 4 weights]; received [1, 2, 2409]. Is this specification for another model?", Fault(zeros(model.ThetaCount), zeros(1, 2, 2409)));
        Assert.Contains("reads 2 features for each element; received 3", Fault(zeros(model.ThetaCount), zeros(1, 3, 2410)));
        Assert.Contains($"theta must have shape [{model.ThetaCount}], or [1 particles, {model.ThetaCount}]; received [7]", Fault(zeros(7), zeros(1, 2, 2410)));
        var fault = Assert.Throws<WeightSpaceException>(() => FeaturePacking.Pack(model.Space, [zeros(1, 2, 64, 32), zeros(1, 2, 32), zeros(1, 2, 10, 32), zeros(1, 2, 10)]));
        Assert.Contains("features of weight 'layer1.weight' must have shape [particles, channels, hidden1(32), input(64)]; received [1, 2, 64, 32]. Is it transposed?", fault.Message);

        string Fault(Tensor theta, Tensor features) => Assert.Throws<WeightSpaceException>(() => evaluator.Evaluate(theta, features)).Message;
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_no_tensor_is_left_behind()
    {
        var model = FunctionalModel.Hybrid(PaperSpaces.Mlp(), LayerKind.Tied, inputChannels: 2, hidden: 4, depth: 2);
        using var theta = ones(model.ThetaCount);
        using var x = ones(1, 2, 2410);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var scope = NewDisposeScope())
        {
            using var evaluator = new TorchEvaluator(model);
            var (plain, dropped) = (evaluator.Evaluate(theta, x).mean().ToDouble(), evaluator.Evaluate(theta, x, dropout: 0.25).mean().ToDouble());
            Assert.InRange(dropped / plain, 0.95, 1.05);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(LayerKind.Tied)]
    [InlineData(LayerKind.Full)]
    public void Every_evaluation_kept_another_copy_of_the_constants(LayerKind kind)
    {
        var model = FunctionalModel.Hybrid(PaperSpaces.Mlp(4, 3, 2), kind, inputChannels: 2, hidden: 4, depth: 2);
        using var evaluator = new TorchEvaluator(model);
        using var theta = ones(model.ThetaCount);
        using var x = ones(1, 2, model.Space.ParameterCount);
        Evaluate();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 5; i++) Evaluate();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Evaluate()
        {
            using var scope = NewDisposeScope();
            evaluator.Evaluate(theta, x);
        }
    }

    [Fact]
    public void A_feature_that_is_not_finite_is_named_with_weight_and_units()
    {
        using var scope = NewDisposeScope();
        var space = PaperSpaces.Mlp();
        var x = zeros(2, 3, space.ParameterCount);
        FeaturePacking.RequireFinite(space, x);
        x[1, 2, 2048 + 32 + 32 * 4 + 7] = float.NaN;
        Assert.Equal(
            "features of weight 'layer2.weight' must be finite; received NaN in channel 2 at [output 4, hidden1 7] of particle 1. Has the loss diverged? Lower the learning rate or clip gradients.",
            Assert.Throws<WeightSpaceException>(() => FeaturePacking.RequireFinite(space, x)).Message);
    }

    [Theory]
    [InlineData(LayerKind.Pointwise)]
    [InlineData(LayerKind.Tied)]
    [InlineData(LayerKind.Full)]
    public void The_measured_symmetry_error_is_rounding(LayerKind kind) =>
        Assert.InRange(SymmetryError.Measure(FunctionalModel.Deep(PaperSpaces.Rnn(16, 8, 12), kind, hidden: 8), new CounterRandom(8)), 0, 1e-5);

    internal static Tensor Permute(GroupElement element, Tensor packed) => SymmetryError.Permute(element, packed);
}
