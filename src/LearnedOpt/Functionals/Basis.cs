using System.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Functionals;

/// <summary>The basis of the equivariant linear maps between the tensors of a weight space, and its size.</summary>
/// <remarks>Reference: Zhou, Finn and Harrison, 2024, theorem 3.3 and appendix B.2.</remarks>
public static class Basis
{
    /// <summary>
    /// The terms from one tensor to another, in canonical order: lexicographic in the block numbers over output, then input axes.
    /// </summary>
    /// <param name="space">The weight space.</param>
    /// <param name="output">Position of the output tensor.</param>
    /// <param name="input">Position of the input tensor.</param>
    public static IEnumerable<BasisTerm> Terms(WeightSpace space, int output, int input)
    {
        ArgumentNullException.ThrowIfNull(space);
        int[] symmetries = [.. space.AxisSymmetries(output), .. space.AxisSymmetries(input)];
        return Partitions(symmetries).Select(blocks => new BasisTerm(space, output, input, blocks));
    }

    /// <summary>All terms into one tensor: from the first input tensor to the last.</summary>
    public static IEnumerable<BasisTerm> TermsInto(WeightSpace space, int output) =>
        Enumerable.Range(0, space.Tensors.Count).SelectMany(input => Terms(space, output, input));

    /// <summary>Number of terms from one tensor to another: the product over symmetries of Bell(axes of both with that symmetry).</summary>
    public static BigInteger Count(WeightSpace space, int output, int input)
    {
        ArgumentNullException.ThrowIfNull(space);
        int[] symmetries = [.. space.AxisSymmetries(output), .. space.AxisSymmetries(input)];
        return symmetries.GroupBy(symmetry => symmetry).Aggregate(BigInteger.One, (product, group) => product * Bell(group.Count()));
    }

    /// <summary>Number of terms of a whole layer, over all pairs of tensors.</summary>
    public static BigInteger Count(WeightSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        var sum = BigInteger.Zero;
        for (var output = 0; output < space.Tensors.Count; output++)
        {
            for (var input = 0; input < space.Tensors.Count; input++)
                sum += Count(space, output, input);
        }

        return sum;
    }

    /// <summary>Number of partitions of a set of <paramref name="count"/> elements: 1, 1, 2, 5, 15, 52, 203, 877, ...</summary>
    public static BigInteger Bell(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        BigInteger[] row = [BigInteger.One];                    // Bell's triangle
        for (var n = 0; n < count; n++)
        {
            var next = new BigInteger[row.Length + 1];
            next[0] = row[^1];
            for (var k = 0; k < row.Length; k++)
                next[k + 1] = next[k] + row[k];
            row = next;
        }

        return row[0];
    }

    // Restricted growth: each axis joins an earlier block of its symmetry or opens the next one.
    private static IEnumerable<int[]> Partitions(int[] symmetries)
    {
        var blocks = new int[symmetries.Length];
        return Grow(0, 0);

        IEnumerable<int[]> Grow(int axis, int opened)
        {
            if (axis == symmetries.Length)
            {
                yield return [.. blocks];
                yield break;
            }

            for (var block = 0; block <= opened; block++)
            {
                if (block < opened && symmetries[Array.IndexOf(blocks, block, 0, axis)] != symmetries[axis])
                    continue;
                blocks[axis] = block;
                foreach (var partition in Grow(axis + 1, Math.Max(opened, block + 1)))
                    yield return partition;
            }
        }
    }
}
