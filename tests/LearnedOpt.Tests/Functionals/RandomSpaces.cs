using LearnedOpt.Functionals;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Functionals;

/// <summary>Random specifications: ranks 0 to 5, repeated symmetries, size-1 and (on request) empty axes, all roles.</summary>
internal static class RandomSpaces
{
    internal static WeightSpace Draw(ulong seed, bool empty = false)
    {
        var random = new CounterRandom(seed).At("space").Sequence();
        int[] sizes = [3, 2, 1, 2, empty ? 0 : 3];
        var pool = sizes.Select((size, index) => new Symmetry($"s{index}", size, index == 3 ? SymmetryKind.Spatial : SymmetryKind.Hidden)).ToArray();
        var tensors = Enumerable.Range(0, 2 + random.Below(3)).Select(index =>
        {
            // One tensor of high rank at most: terms grow with Bell numbers.
            var rank = index == 0 ? random.Below(6) : random.Below(3);
            var offset = random.Below(pool.Length);
            var axes = Enumerable.Range(0, rank).Select(axis => pool[rank > 3 ? (offset + axis) % pool.Length : random.Below(pool.Length)]).ToArray();
            var roles = axes.Select(axis => axis.Kind == SymmetryKind.Spatial ? AxisRole.Spatial : random.Chance(0.5f) ? AxisRole.Out : AxisRole.In).ToArray();
            return new WeightTensor($"t{index}", axes.Select(axis => axis.Size).ToArray(), axes, roles);
        });
        return new WeightSpace(tensors.ToList());
    }

    internal static double[][][] Features(WeightSpace space, int channels, ulong seed)
    {
        var random = new CounterRandom(seed).At("features").Sequence();
        return [.. space.Tensors.Select(tensor => (double[][])[.. Enumerable.Range(0, channels).Select(_ =>
            (double[])[.. Enumerable.Range(0, (int)tensor.Count).Select(_ => (double)random.Normal())])])];
    }

    internal static float[] Theta(Coefficients layer, ulong seed)
    {
        var theta = new float[layer.ThetaCount];
        new CounterRandom(seed).At("theta").Fill(theta);
        return theta;
    }

    internal static double[][][] Permute(GroupElement element, double[][][] features) =>
        [.. features.Select((planes, tensor) => (double[][])[.. planes.Select(plane =>
        {
            var moved = new double[plane.Length];
            element.Apply<double>(tensor, plane, moved);
            return moved;
        })])];

    internal static double Error(double[][][] actual, double[][][] expected)
    {
        var flat = expected.SelectMany(tensor => tensor.SelectMany(plane => plane)).ToList();
        var scale = flat.Select(Math.Abs).DefaultIfEmpty(0).Max() + 1e-30;
        return actual.SelectMany(tensor => tensor.SelectMany(plane => plane)).Zip(flat, (a, b) => Math.Abs(a - b)).DefaultIfEmpty(0).Max() / scale;
    }
}
