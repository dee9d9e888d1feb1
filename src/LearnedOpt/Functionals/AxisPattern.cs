using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Functionals;

/// <summary>
/// How a tensor's axes map to a smaller, reduced tensor. Each axis carries a block number; axes of one block are on a
/// diagonal. Blocks 0..Kept-1 are the axes of the reduced tensor, in the order of their first appearance; the rest are
/// averaged out (when reading) or broadcast over (when writing).
/// </summary>
/// <remarks>
/// Reading (reduction): <c>r[k] = mean over free blocks f of x[(k, f)(Blocks)]</c>; the mean over nothing is 0.
/// Writing (pattern): <c>y[i] += r[k]</c> for every i whose axes agree within each block; other entries get nothing.
/// For a [rows, columns] matrix: row means are Blocks (0, 1) with Kept 1, column means (1, 0) with Kept 1, the total
/// mean (0, 1) with Kept 0, the diagonal (0, 0) with Kept 1, the matrix itself (0, 1) with Kept 2.
/// </remarks>
public sealed class AxisPattern : IEquatable<AxisPattern>
{
    private readonly int[] _blocks;

    private AxisPattern(int tensor, int[] blocks, int kept, int blockCount, long[] shape)
    {
        (Tensor, _blocks, Kept, BlockCount, Shape) = (tensor, blocks, kept, blockCount, shape);
        Count = shape.Aggregate(1L, (product, size) => product * size);
    }

    /// <summary>Position of the tensor in the weight space.</summary>
    public int Tensor { get; }

    /// <summary>The block of each axis of the tensor: kept blocks first, each group numbered by first appearance.</summary>
    public ReadOnlySpan<int> Blocks => _blocks;

    /// <summary>Number of kept blocks, the rank of the reduced tensor.</summary>
    public int Kept { get; }

    /// <summary>Number of blocks.</summary>
    public int BlockCount { get; }

    /// <summary>Shape of the reduced tensor, row major.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Number of elements of the reduced tensor; 1 when nothing is kept.</summary>
    public long Count { get; }

    /// <summary>True when the reduced tensor is the tensor itself.</summary>
    public bool IsIdentity => Kept == _blocks.Length;

    /// <summary>True when two axes share a block.</summary>
    public bool HasDiagonal => BlockCount < _blocks.Length;

    /// <summary>Builds a pattern from arbitrary block labels.</summary>
    /// <param name="space">The weight space.</param>
    /// <param name="tensor">Position of the tensor.</param>
    /// <param name="labels">One label an axis; equal labels are one block.</param>
    /// <param name="keeps">Which labels are kept.</param>
    public static AxisPattern Create(WeightSpace space, int tensor, ReadOnlySpan<int> labels, Func<int, bool> keeps)
    {
        var shape = space.Tensors[tensor].Shape;
        var number = new Dictionary<int, int>();
        foreach (var label in labels)
        {
            if (keeps(label))
                number.TryAdd(label, number.Count);
        }

        var kept = number.Count;
        foreach (var label in labels)
            number.TryAdd(label, number.Count);
        var blocks = new int[labels.Length];
        var keptShape = new long[kept];
        for (var axis = 0; axis < blocks.Length; axis++)
        {
            blocks[axis] = number[labels[axis]];
            if (blocks[axis] < kept)
                keptShape[blocks[axis]] = shape[axis];
        }

        return new AxisPattern(tensor, blocks, kept, number.Count, keptShape);
    }

    /// <inheritdoc/>
    public bool Equals(AxisPattern? other) =>
        other is not null && Tensor == other.Tensor && Kept == other.Kept && _blocks.AsSpan().SequenceEqual(other._blocks);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AxisPattern);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Tensor);
        hash.Add(Kept);
        foreach (var block in _blocks)
            hash.Add(block);
        return hash.ToHashCode();
    }

    /// <summary>For example <c>3:(0,*1)</c>: tensor 3, first axis kept, second free.</summary>
    public override string ToString() => $"{Tensor}:({string.Join(",", _blocks.Select(block => block < Kept ? $"{block}" : $"*{block}"))})";
}
