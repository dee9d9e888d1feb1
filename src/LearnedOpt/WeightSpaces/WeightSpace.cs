using System.Globalization;
using System.Text;

namespace LearnedOpt.WeightSpaces;

/// <summary>
/// The ordered tensors of a model with, for each axis, the symmetry that permutes it: the direct sum of the tensors
/// W(1..L) on which the group S = S_n1 x ... x S_nN acts.
/// </summary>
/// <remarks>Immutable. Reference: Zhou, Finn and Harrison, 2024, section 3.</remarks>
public sealed partial class WeightSpace
{
    private readonly int[][] _axisSymmetries, _bufferSymmetries;
    private readonly Dictionary<string, int> _tensorIndex = [];

    /// <summary>Collects tensors; symmetries are those of their axes, in order of first appearance.</summary>
    /// <param name="tensors">The tensors, in the order in which evaluators and optimizers receive them.</param>
    /// <param name="buffers">Tensors that are not trained but are permuted along: running statistics.</param>
    /// <exception cref="WeightSpaceException">Two tensors share a name, or one symmetry name has two sizes or kinds.</exception>
    public WeightSpace(IEnumerable<WeightTensor> tensors, IEnumerable<WeightTensor>? buffers = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        Tensors = [.. tensors];
        Buffers = buffers is null ? [] : [.. buffers];
        for (var t = 0; t < Tensors.Count; t++)
        {
            if (!_tensorIndex.TryAdd(Tensors[t].Name, t))
                throw new WeightSpaceException($"weight names must be unique; received '{Tensors[t].Name}' twice. List a shared parameter once.");
        }

        var symmetries = new List<Symmetry>();
        var index = new Dictionary<string, int>();
        _axisSymmetries = [.. Tensors.Select(tensor => Number(tensor, symmetries, index))];
        _bufferSymmetries = [.. Buffers.Select(buffer => Number(buffer, symmetries, index))];
        Symmetries = symmetries;
        ParameterCount = Tensors.Sum(tensor => tensor.Count);
    }

    /// <summary>The tensors, in order.</summary>
    public IReadOnlyList<WeightTensor> Tensors { get; }

    /// <summary>What is permuted along with the tensors but not trained; empty unless the space was derived from a module.</summary>
    public IReadOnlyList<WeightTensor> Buffers { get; }

    /// <summary>The symmetries, in order of first appearance.</summary>
    public IReadOnlyList<Symmetry> Symmetries { get; }

    /// <summary>Number of elements of all tensors.</summary>
    public long ParameterCount { get; }

    /// <summary>The tensor called <paramref name="name"/>.</summary>
    /// <exception cref="WeightSpaceException">There is none.</exception>
    public WeightTensor this[string name] => Tensors[IndexOf(name)];

    /// <summary>Position in <see cref="Tensors"/> of the tensor called <paramref name="name"/>.</summary>
    /// <exception cref="WeightSpaceException">There is none.</exception>
    public int IndexOf(string name) => _tensorIndex.TryGetValue(name, out var index)
        ? index
        : throw new WeightSpaceException($"no weight is called '{name}'; this space has {string.Join(", ", _tensorIndex.Keys.Select(key => $"'{key}'"))}.");

    /// <summary>For each axis of a tensor, the position of its symmetry in <see cref="Symmetries"/>.</summary>
    /// <param name="tensor">Position in <see cref="Tensors"/>.</param>
    public ReadOnlySpan<int> AxisSymmetries(int tensor) => _axisSymmetries[tensor];

    /// <summary>For each axis of a buffer, the position of its symmetry in <see cref="Symmetries"/>.</summary>
    /// <param name="buffer">Position in <see cref="Buffers"/>.</param>
    public ReadOnlySpan<int> BufferSymmetries(int buffer) => _bufferSymmetries[buffer];

    /// <summary>A table: one line a tensor, then one line a symmetry.</summary>
    public override string ToString()
    {
        var invariant = CultureInfo.InvariantCulture;
        var text = new StringBuilder();
        text.AppendLine(invariant, $"{Tensors.Count} tensors, {Symmetries.Count} symmetries, {ParameterCount:N0} parameters");
        var width = Tensors.Select(tensor => tensor.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var tensor in Tensors)
            text.AppendLine(invariant, $"  {tensor.Name.PadRight(width)}  [{string.Join(", ", tensor.Axes)}]");
        foreach (var symmetry in Symmetries)
            text.AppendLine(invariant, $"  symmetry {symmetry.Name}: {symmetry.Size} {symmetry.Kind.ToString().ToLowerInvariant()}");
        return text.ToString();
    }

    private static int[] Number(WeightTensor tensor, List<Symmetry> symmetries, Dictionary<string, int> index)
    {
        var numbers = new int[tensor.Rank];
        for (var axis = 0; axis < numbers.Length; axis++)
        {
            var symmetry = tensor.Axes[axis];
            if (!index.TryGetValue(symmetry.Name, out var found))
            {
                index[symmetry.Name] = found = symmetries.Count;
                symmetries.Add(symmetry);
            }

            if (symmetries[found] != symmetry)
                throw new WeightSpaceException(
                    $"weight '{tensor.Name}' axis {axis}: symmetry '{symmetry.Name}' must have one size and one kind everywhere; received " +
                    $"{symmetry.Size} ({symmetry.Kind}) where it was {symmetries[found].Size} ({symmetries[found].Kind}). Give one of the two another name.");
            numbers[axis] = found;
        }

        return numbers;
    }
}
