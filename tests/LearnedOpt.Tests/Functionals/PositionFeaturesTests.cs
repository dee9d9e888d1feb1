using LearnedOpt.Functionals;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Functionals;

public sealed class PositionFeaturesTests
{
    [Fact]
    public void Kernel_positions_follow_height_then_width()
    {
        var space = PaperSpaces.Cnn(1, 1, 1, 1);
        var height = PositionFeatures.Spatial(space)[0][..9];
        var width = PositionFeatures.Spatial(space)[0][18..27];
        Assert.Equal(height[0], height[2]);
        Assert.Equal(width[0], width[6]);
        Assert.Equal(MathF.Sin(MathF.PI / 3), height[0], 5);                // p = 1/6
        Assert.Equal([height[0], height[3], height[6]], width[..3]);
        Assert.All(PositionFeatures.Spatial(space)[1], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Depth_is_constant_over_a_tensor_and_differs_between_tensors()
    {
        var depth = PositionFeatures.Depth(PaperSpaces.Mlp(2, 3, 2), frequencies: 2);
        Assert.Equal([24, 12, 24, 8], depth.Select(features => features.Length));
        Assert.Equal(4, depth.Select(features => (features[0], features[features.Length / 4])).Distinct().Count());
        Assert.Single(depth[0][..6].Distinct());
    }
}
