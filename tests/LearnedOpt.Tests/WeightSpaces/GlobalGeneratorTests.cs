using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LearnedOpt.Tests.WeightSpaces;

/// <summary>Tests of the process-wide generator run while no other test draws from it.</summary>
[CollectionDefinition(nameof(GlobalGenerator), DisableParallelization = true)]
public sealed class GlobalGenerator;

[Collection(nameof(GlobalGenerator))]
public sealed class GlobalGeneratorTests
{
    [Fact]
    public void The_models_random_numbers_are_left_alone()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(Linear(3, 8), TransformerEncoderLayer(8, 2, 5), Linear(8, 2));
        random.manual_seed(9);
        var expected = rand(4);
        random.manual_seed(9);
        var sample = zeros(4, 2, 3) + 1;
        WeightSpace.FromModule(model).Verify(model, sample);
        WeightSpace.Discover(model, sample);
        Assert.True(rand(4).equal(expected).all().ToBoolean());
    }
}
