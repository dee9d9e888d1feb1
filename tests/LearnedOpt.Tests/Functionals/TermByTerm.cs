using LearnedOpt.Functionals;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Functionals;

/// <summary>The plain definition of a basis term in double precision, index by index: the oracle of every evaluator.</summary>
internal static class TermByTerm
{
    /// <summary>Output of one term for one channel of one tensor.</summary>
    internal static double[] Apply(BasisTerm term, ReadOnlySpan<double> input)
    {
        var (inShape, outShape) = (term.Space.Tensors[term.Input].Shape, term.Space.Tensors[term.Output].Shape);
        var sum = new double[term.Space.Tensors[term.Output].Count];
        var count = new long[sum.Length];
        foreach (var o in Indices(outShape))
        {
            foreach (var i in Indices(inShape))
            {
                var block = new long?[term.BlockCount];
                if (!Agrees(block, term.OutputBlocks, o) || !Agrees(block, term.InputBlocks, i))
                    continue;
                sum[Flat(outShape, o)] += input[Flat(inShape, i)];
                count[Flat(outShape, o)]++;
            }
        }

        return [.. sum.Select((value, index) => count[index] == 0 ? 0 : value / count[index])];
    }

    /// <summary>A whole layer: sum over terms of scale * matrix^T x, plus bias. Features are [tensor][channel][element].</summary>
    internal static double[][][] Layer(Coefficients layer, ReadOnlySpan<float> theta, double[][][] features)
    {
        var space = layer.Space;
        var result = space.Tensors.Select(tensor => new double[layer.OutputChannels][]).ToArray();
        for (var t = 0; t < result.Length; t++)
        {
            for (var c = 0; c < layer.OutputChannels; c++)
            {
                result[t][c] = new double[space.Tensors[t].Count];
                Array.Fill(result[t][c], theta[layer.BiasOffset(t) + c]);
            }
        }

        foreach (var use in layer.Terms)
        {
            for (var a = 0; a < layer.InputChannels; a++)
            {
                var value = Apply(use.Term, features[use.Term.Input][a]);
                for (var b = 0; b < layer.OutputChannels; b++)
                {
                    var weight = (double)use.Scale * theta[layer.MatrixOffset(use.Matrix) + a * layer.OutputChannels + b];
                    for (var i = 0; i < value.Length; i++)
                        result[use.Term.Output][b][i] += weight * value[i];
                }
            }
        }

        return result;
    }

    /// <summary>All indices of a shape, row major; none when an axis is empty.</summary>
    internal static IEnumerable<long[]> Indices(IReadOnlyList<long> shape)
    {
        if (shape.Any(size => size == 0))
            yield break;
        var index = new long[shape.Count];
        while (true)
        {
            yield return [.. index];
            var axis = index.Length - 1;
            for (; axis >= 0 && ++index[axis] == shape[axis]; axis--)
                index[axis] = 0;
            if (axis < 0)
                yield break;
        }
    }

    private static int Flat(IReadOnlyList<long> shape, long[] index) =>
        (int)index.Select((value, axis) => (value, axis)).Aggregate(0L, (flat, at) => flat * shape[at.axis] + at.value);

    private static bool Agrees(long?[] block, IReadOnlyList<int> blocks, long[] index)
    {
        for (var axis = 0; axis < index.Length; axis++)
        {
            if ((block[blocks[axis]] ??= index[axis]) != index[axis])
                return false;
        }

        return true;
    }
}
