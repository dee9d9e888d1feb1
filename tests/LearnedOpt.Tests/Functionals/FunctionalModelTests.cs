using LearnedOpt.Functionals;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Functionals;

public sealed class FunctionalModelTests
{
    [Theory]
    [InlineData("mlp", 3783)]
    [InlineData("cnn", 5513)]
    [InlineData("rnn", 8043)]
    [InlineData("transformer", 64168)]
    public void The_hybrid_is_the_papers_functional(string name, int published)
    {
        const int baseScalars = 3;
        var space = BasisTests.Paper(name);
        Assert.Equal(published - baseScalars, FunctionalModel.Hybrid(space).ThetaCount);
        Assert.Equal(2788 - baseScalars, FunctionalModel.Hybrid(space, LayerKind.Pointwise).ThetaCount);
    }

    [Theory]
    [InlineData(LayerKind.Pointwise)]
    [InlineData(LayerKind.Tied)]
    [InlineData(LayerKind.Full)]
    public void Deep_models_commute_with_the_group(LayerKind kind)
    {
        var space = PaperSpaces.Rnn(3, 2, 4);
        var model = FunctionalModel.Deep(space, kind, inputChannels: 3, hidden: 4, depth: 3, outputs: 2);
        var theta = new float[model.ThetaCount];
        model.Initialize(theta, new CounterRandom(1));
        var (x, element) = (RandomSpaces.Features(space, 3, 2), GroupElement.Random(space, new CounterRandom(3)));
        var y = ReferenceExecutor.Run(model, theta, x);
        Assert.InRange(RandomSpaces.Error(ReferenceExecutor.Run(model, theta, RandomSpaces.Permute(element, x)), RandomSpaces.Permute(element, y)), 0, 1e-12);
    }

    [Fact]
    public void Zero_relations_start_as_the_deep_set()
    {
        var space = PaperSpaces.Mlp(3, 4, 2);
        var (tied, deepSet) = (FunctionalModel.Hybrid(space, LayerKind.Tied, 3, 8), FunctionalModel.Hybrid(space, LayerKind.Pointwise, 3, 8));
        var (theta, other) = (new float[tied.ThetaCount], new float[deepSet.ThetaCount]);
        tied.Initialize(theta, new CounterRandom(4), relationScale: 0);
        deepSet.Initialize(other, new CounterRandom(4));
        var x = RandomSpaces.Features(space, 3, 5);
        Assert.InRange(RandomSpaces.Error(ReferenceExecutor.Run(tied, theta, x), ReferenceExecutor.Run(deepSet, other, x)), 0, 1e-12);
    }

    [Fact]
    public void Theta_of_another_model_is_refused()
    {
        var model = FunctionalModel.Hybrid(PaperSpaces.Mlp());
        var fault = Assert.Throws<ArgumentException>(() => model.ThetaOf(0, new float[5510]));
        Assert.Contains("must have 3780 numbers; received 5510. Was it trained for another model?", fault.Message);
    }
}
