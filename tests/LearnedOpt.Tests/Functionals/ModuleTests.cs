using LearnedOpt.Functionals;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tests.Functionals;

public sealed class ModuleTests
{
    private static readonly WeightSpace s_space = PaperSpaces.Cnn(2, 4, 5, 3);

    [Fact]
    public void Pooling_is_invariant_and_has_one_mean_for_each_tensor_and_channel()
    {
        using var scope = NewDisposeScope();
        using var pool = new InvariantPooling(s_space);
        var x = randn(2, 3, s_space.ParameterCount);
        var pooled = pool.call(x);
        Assert.Equal([2, 6 * 3], pooled.shape);
        Assert.True(pool.call(TorchEvaluatorTests.Permute(GroupElement.Random(s_space, new CounterRandom(1)), x)).allclose(pooled, 1e-5, 1e-6));
        Assert.False(pool.call(x.flip(2)).allclose(pooled, 1e-3, 1e-3));
    }

    [Fact]
    public void A_predictor_of_functional_pooling_and_head_learns_an_invariant_target()
    {
        random.manual_seed(3);
        using var scope = NewDisposeScope();
        var model = FunctionalModel.Deep(s_space, LayerKind.Tied, inputChannels: 1, hidden: 8, depth: 2, outputs: 8);
        using var predictor = nn.Sequential(new FunctionalModule(model, new CounterRandom(4), dropout: 0.1), nn.ReLU(), new InvariantPooling(s_space), nn.Linear(48, 1));
        Assert.Equal(model.ThetaCount + 49, predictor.parameters().Sum(parameter => parameter.numel()));
        var (x, rows) = (randn(64, 1, s_space.ParameterCount), s_space["conv1.weight"].Count);
        var target = x.narrow(2, 0, rows).abs().mean([2]);                        // depends on one tensor, is invariant
        using var optimizer = optim.Adam(predictor.parameters(), 0.01);
        double Loss()
        {
            using var inner = NewDisposeScope();
            return (predictor.call(x) - target).square().mean().ToDouble();
        }

        predictor.eval();
        var before = Loss();
        predictor.train();
        for (var step = 0; step < 60; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            (predictor.call(x) - target).square().mean().backward();
            optimizer.step();
        }

        predictor.eval();
        Assert.True(Loss() < before / 5);
        Assert.Equal(Loss(), Loss());
    }

    [Fact]
    public void Learned_positions_break_the_chosen_symmetries_only()
    {
        using var scope = NewDisposeScope();
        using var table = new PositionTable(s_space, 3, [SymmetryKind.Spatial]);
        Assert.Equal(4 * 3 * 3, table.parameters().Sum(parameter => parameter.numel()));
        var x = randn(1, 3, s_space.ParameterCount);
        bool Commutes(Func<Symmetry, bool> which)
        {
            var element = GroupElement.Random(s_space, new CounterRandom(5), which);
            return table.call(TorchEvaluatorTests.Permute(element, x)).allclose(TorchEvaluatorTests.Permute(element, table.call(x)), 1e-5, 1e-6);
        }

        Assert.True(Commutes(symmetry => symmetry.Kind != SymmetryKind.Spatial));
        Assert.False(Commutes(symmetry => symmetry.Kind == SymmetryKind.Spatial));
    }
}
