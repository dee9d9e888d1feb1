using LearnedOpt.Numerics;

namespace LearnedOpt.WeightSpaces;

/// <summary>
/// An element of a weight space's group S_n1 x ... x S_nN: one permutation for each symmetry. It moves entry
/// (i, j, ...) of a tensor to (s_i, s_j, ...), each index by the permutation of its axis.
/// </summary>
public sealed class GroupElement
{
    private readonly Permutation[] _permutations;

    /// <summary>Takes one permutation for each of <c>space.Symmetries</c>, in order.</summary>
    /// <exception cref="WeightSpaceException">A permutation is missing or has another size than its symmetry.</exception>
    public GroupElement(WeightSpace space, IReadOnlyList<Permutation> permutations)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(permutations);
        if (permutations.Count != space.Symmetries.Count)
            throw new WeightSpaceException($"a group element needs one permutation for each of {space.Symmetries.Count} symmetries; received {permutations.Count}.");
        for (var s = 0; s < permutations.Count; s++)
        {
            if (permutations[s].Count != space.Symmetries[s].Size)
                throw new WeightSpaceException($"symmetry '{space.Symmetries[s].Name}' permutes {space.Symmetries[s].Size} entries; received a permutation of {permutations[s].Count}.");
        }

        Space = space;
        _permutations = [.. permutations];
    }

    /// <summary>The space it acts on.</summary>
    public WeightSpace Space { get; }

    /// <summary>The permutation of each symmetry.</summary>
    public IReadOnlyList<Permutation> Permutations => _permutations;

    /// <summary>Moves nothing.</summary>
    public static GroupElement Identity(WeightSpace space) =>
        new(space, [.. space.Symmetries.Select(symmetry => Permutation.Identity(checked((int)symmetry.Size)))]);

    /// <summary>Uniform over the group, or over the symmetries that <paramref name="which"/> selects (the others stay).</summary>
    /// <param name="space">The space.</param>
    /// <param name="random">A stream of its own.</param>
    /// <param name="which">Which symmetries to permute; default all.</param>
    public static GroupElement Random(WeightSpace space, CounterRandom random, Func<Symmetry, bool>? which = null) =>
        new(space, [.. space.Symmetries.Select((symmetry, index) => which is null || which(symmetry)
            ? Permutation.Random(checked((int)symmetry.Size), random.At((ulong)index))
            : Permutation.Identity(checked((int)symmetry.Size)))]);

    /// <summary>First <paramref name="first"/>, then this one.</summary>
    public GroupElement After(GroupElement first) =>
        new(Space, [.. _permutations.Zip(first.Permutations, (second, earlier) => second.After(earlier))]);

    /// <summary>The element that undoes this one.</summary>
    public GroupElement Inverse() => new(Space, [.. _permutations.Select(permutation => permutation.Inverse())]);

    /// <summary>Moves the entries of one tensor: <c>destination[s(i)] = source[i]</c>.</summary>
    /// <param name="tensor">Position in <c>Space.Tensors</c>.</param>
    /// <param name="source">Row-major elements, one for each element of the tensor.</param>
    /// <param name="destination">Where they go; must not overlap <paramref name="source"/>.</param>
    public void Apply<T>(int tensor, ReadOnlySpan<T> source, Span<T> destination)
    {
        var description = Space.Tensors[tensor];
        if (source.Length != description.Count || destination.Length != description.Count)
            throw new WeightSpaceException($"weight '{description.Name}' has {description.Count} elements; received {source.Length} to move to {destination.Length}.");
        if (source.Length == 0)
            return;
        var axes = Space.AxisSymmetries(tensor);
        var index = new int[description.Rank];
        for (var from = 0; from < source.Length; from++)
        {
            var to = 0L;
            for (var axis = 0; axis < index.Length; axis++)
                to = to * description.Shape[axis] + _permutations[axes[axis]][index[axis]];
            destination[(int)to] = source[from];
            for (var axis = index.Length - 1; axis >= 0 && ++index[axis] == description.Shape[axis]; axis--)
                index[axis] = 0;
        }
    }

    /// <summary>For each symmetry, the source index of each place: what an index-select needs to permute an axis.</summary>
    /// <param name="symmetry">Position in <c>Space.Symmetries</c>.</param>
    public long[] SourceIndices(int symmetry)
    {
        var inverse = _permutations[symmetry].Inverse();
        return [.. Enumerable.Range(0, inverse.Count).Select(place => (long)inverse[place])];
    }
}
