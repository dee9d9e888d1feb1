using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Functionals;

/// <summary>
/// One basis element of the equivariant linear maps from an input tensor to an output tensor: a partition of their
/// combined axes in which only axes of one symmetry share a block.
/// </summary>
/// <remarks>
/// It takes the input's diagonal where input axes share a block, averages over the blocks without output axis, writes on the
/// output's diagonal where output axes share a block, and broadcasts over the blocks without input axis:
/// <c>y[i] = [i agrees within blocks] * mean over j that agrees with i and within blocks of x[j]</c>.
/// Reference: Zhou, Finn and Harrison, 2024, theorem 3.3; the mean (not the sum) as in the authors' code.
/// </remarks>
public sealed class BasisTerm
{
    private AxisPattern? _reduction, _pattern;

    internal BasisTerm(WeightSpace space, int output, int input, int[] blocks)
    {
        (Space, Output, Input) = (space, output, input);
        var rank = space.Tensors[output].Rank;
        OutputBlocks = blocks[..rank];
        InputBlocks = blocks[rank..];
        BlockCount = blocks.Length == 0 ? 0 : blocks.Max() + 1;
    }

    /// <summary>The weight space of input and output.</summary>
    public WeightSpace Space { get; }

    /// <summary>Position of the output tensor.</summary>
    public int Output { get; }

    /// <summary>Position of the input tensor.</summary>
    public int Input { get; }

    /// <summary>The block of each output axis; blocks are numbered by first appearance over output, then input axes.</summary>
    public IReadOnlyList<int> OutputBlocks { get; }

    /// <summary>The block of each input axis.</summary>
    public IReadOnlyList<int> InputBlocks { get; }

    /// <summary>Number of blocks.</summary>
    public int BlockCount { get; }

    /// <summary>True for the term that copies a tensor to itself, element by element.</summary>
    public bool IsIdentity => Output == Input && BlockCount == OutputBlocks.Count && InputBlocks.SequenceEqual(OutputBlocks);

    internal static BasisTerm Identity(WeightSpace space, int tensor)
    {
        var axes = Enumerable.Range(0, space.Tensors[tensor].Rank).ToArray();
        return new BasisTerm(space, tensor, tensor, [.. axes, .. axes]);
    }

    /// <summary>What is read: the input's diagonals and means.</summary>
    public AxisPattern Reduction => _reduction ??= AxisPattern.Create(Space, Input, [.. InputBlocks], block => OutputBlocks.Contains(block));

    /// <summary>Where it is written: the output's diagonals and broadcasts.</summary>
    public AxisPattern Pattern => _pattern ??= AxisPattern.Create(Space, Output, [.. OutputBlocks], block => InputBlocks.Contains(block));

    /// <summary>For each axis of the pattern's reduced tensor, the axis of the reduction's that feeds it.</summary>
    public int[] AxisOrder()
    {
        var read = InputBlocks.Where(block => OutputBlocks.Contains(block)).Distinct().ToList();
        return [.. OutputBlocks.Where(block => InputBlocks.Contains(block)).Distinct().Select(block => read.IndexOf(block))];
    }

    /// <summary>For example <c>b1[0] &lt;- W1[0,1]</c>: equal numbers share a block.</summary>
    public override string ToString() =>
        $"{Space.Tensors[Output].Name}[{string.Join(",", OutputBlocks)}] <- {Space.Tensors[Input].Name}[{string.Join(",", InputBlocks)}]";
}
