namespace LearnedOpt.Functionals;

/// <summary>
/// Executes a plan in plain double precision loops: what a faster evaluator is checked against where the
/// term-by-term definition is too slow. Features are [tensor][channel][element].
/// </summary>
internal static class ReferenceExecutor
{
    internal static double[][][] Run(FunctionalModel model, ReadOnlySpan<float> theta, double[][][] features)
    {
        for (var layer = 0; layer < model.Layers.Count; layer++)
        {
            features = Run(model.Layers[layer].Plan, model.ThetaOf(layer, theta), features);
            if (model.Layers[layer].Rectify)
                features = [.. features.Select(planes => (double[][])[.. planes.Select(plane => (double[])[.. plane.Select(value => Math.Max(value, 0))])])];
        }

        return features;
    }

    internal static double[][][] Run(LayerPlan plan, ReadOnlySpan<float> theta, double[][][] features)
    {
        var layer = plan.Coefficients;
        var (cIn, cOut) = (layer.InputChannels, layer.OutputChannels);
        var reduced = new double[plan.Reductions.Count][][];
        foreach (var reduction in plan.Reductions)
            reduced[reduction.Index] = Reduce(plan, reduction, reduced, features);

        var result = new double[plan.Outputs.Count][][];
        foreach (var output in plan.Outputs)
        {
            var shape = layer.Space.Tensors[output.Tensor].Shape;
            result[output.Tensor] = Planes(cOut, (int)layer.Space.Tensors[output.Tensor].Count);
            for (var b = 0; b < cOut; b++)
                Array.Fill(result[output.Tensor][b], theta[output.BiasOffset + b]);
            foreach (var (pattern, contributions) in output.Patterns)
            {
                var sum = Planes(cOut, (int)pattern.Count);             // [c_out, pattern elements]
                foreach (var contribution in contributions)
                    Multiply(theta.Slice(contribution.MatrixOffset, cIn * cOut), Average(plan, contribution, pattern, reduced), sum);
                var targets = Walk(shape, Strides(shape, pattern.Blocks), pattern.Blocks.ToArray(), pattern.Shape);
                for (var b = 0; b < cOut; b++)
                {
                    foreach (var (element, place) in targets)
                        result[output.Tensor][b][element] += sum[b][place];
                }
            }
        }

        return result;
    }

    private static double[][] Reduce(LayerPlan plan, Reduction reduction, double[][][] reduced, double[][][] features)
    {
        var pattern = reduction.Pattern;
        if (reduction.IsIdentity)
            return features[pattern.Tensor];
        var (source, shape, blocks) = reduction.Parent < 0
            ? (features[pattern.Tensor], plan.Coefficients.Space.Tensors[pattern.Tensor].Shape, pattern.Blocks.ToArray())
            : (reduced[reduction.Parent], plan.Reductions[reduction.Parent].Pattern.Shape, MeanBlocks(plan.Reductions[reduction.Parent].Pattern.Kept, reduction.ParentAxes));
        var visits = Walk(shape, Strides(shape, blocks), blocks, pattern.Shape);
        var scale = visits.Count == 0 ? 0 : (double)pattern.Count / visits.Count;
        var mean = Planes(plan.Coefficients.InputChannels, (int)pattern.Count);
        for (var a = 0; a < mean.Length; a++)
        {
            foreach (var (element, place) in visits)
                mean[a][place] += scale * source[a][element];
        }

        return mean;
    }

    // Axes of the parent as blocks: those that survive keep their number in the child, the others are averaged.
    private static int[] MeanBlocks(int rank, IReadOnlyList<int> kept)
    {
        var blocks = new int[rank];
        for (int axis = 0, next = kept.Count; axis < rank; axis++)
        {
            var place = kept.ToList().IndexOf(axis);
            blocks[axis] = place >= 0 ? place : next++;
        }

        return blocks;
    }

    private static double[][] Average(LayerPlan plan, Contribution contribution, AxisPattern pattern, double[][][] reduced)
    {
        var sum = Planes(plan.Coefficients.InputChannels, (int)pattern.Count);
        foreach (var source in contribution.Sources)
        {
            var shape = plan.Reductions[source.Reduction].Pattern.Shape;
            var order = Enumerable.Range(0, shape.Count).Select(axis => source.AxisOrder.ToList().IndexOf(axis)).ToArray();
            var visits = Walk(shape, Strides(shape, order), order, pattern.Shape);
            for (var a = 0; a < sum.Length; a++)
            {
                foreach (var (element, place) in visits)
                    sum[a][place] += source.Scale * reduced[source.Reduction][a][element];
            }
        }

        return sum;
    }

    private static void Multiply(ReadOnlySpan<float> matrix, double[][] source, double[][] sum)
    {
        for (var a = 0; a < source.Length; a++)
        {
            for (var b = 0; b < sum.Length; b++)
            {
                for (var i = 0; i < sum[b].Length; i++)
                    sum[b][i] += (double)matrix[a * sum.Length + b] * source[a][i];
            }
        }
    }

    private static double[][] Planes(int channels, int count) => [.. Enumerable.Range(0, channels).Select(_ => new double[count])];

    // Stride of each block in the tensor: the sum over its axes, so that a diagonal steps along all of them.
    private static long[] Strides(IReadOnlyList<long> shape, ReadOnlySpan<int> blocks)
    {
        var strides = new long[shape.Count];
        var stride = 1L;
        for (var axis = shape.Count - 1; axis >= 0; stride *= shape[axis], axis--)
            strides[blocks[axis]] += stride;
        return strides;
    }

    // Every (element of the tensor, element of the reduced tensor) that belong together; blocks beyond kept are free.
    private static List<(int Element, int Place)> Walk(IReadOnlyList<long> shape, long[] strides, int[] blocks, IReadOnlyList<long> kept)
    {
        var sizes = new long[blocks.Length == 0 ? 0 : blocks.Max() + 1];
        for (var axis = 0; axis < blocks.Length; axis++)
            sizes[blocks[axis]] = shape[axis];
        var places = new long[sizes.Length];
        for (int block = kept.Count - 1, place = 1; block >= 0; place *= (int)kept[block], block--)
            places[block] = place;
        var visits = new List<(int, int)>();
        Visit(0, 0, 0);
        return visits;

        void Visit(int block, long element, long place)
        {
            if (block == sizes.Length)
                visits.Add(((int)element, (int)place));
            for (var i = 0; block < sizes.Length && i < sizes[block]; i++)
                Visit(block + 1, element + i * strides[block], place + i * places[block]);
        }
    }
}
