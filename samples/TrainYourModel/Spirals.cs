using static TorchSharp.torch;

namespace TrainYourModel;

/// <summary>Two spirals, one inside the other: which of the two does a point lie on?</summary>
internal static class Spirals
{
    /// <summary>Points [count, 2] and the spiral of each [count].</summary>
    public static (Tensor Points, Tensor Spirals) Draw(int count)
    {
        using var scope = NewDisposeScope();
        var which = arange(count).remainder(2);
        var turn = linspace(0.5, 2 * Math.PI, count);
        var angle = turn + (which * Math.PI);
        var points = stack([turn * angle.cos(), turn * angle.sin()], dim: 1) / Math.PI;         // [count, 2]
        return (points.MoveToOuterDisposeScope(), which.MoveToOuterDisposeScope());
    }
}
