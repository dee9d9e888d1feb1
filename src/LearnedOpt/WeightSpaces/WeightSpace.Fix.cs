namespace LearnedOpt.WeightSpaces;

public sealed partial class WeightSpace
{
    /// <summary>
    /// Takes symmetries out of the group: their axes cannot be permuted any more, so each entry along them becomes a tensor of
    /// its own, with its own coefficients. Fixing inputs and outputs gives the functionals that NFN calls HNP.
    /// </summary>
    /// <param name="symmetries">Names of the symmetries to fix, for example <c>input</c> and <c>output</c>.</param>
    /// <returns>A space with one tensor for each combination of fixed entries, named <c>weight[:, 3]</c>.</returns>
    /// <exception cref="WeightSpaceException">A name is unknown.</exception>
    /// <remarks>Reference: Zhou et al., 2023 (neural functional networks), section 3.</remarks>
    public WeightSpace Fix(params string[] symmetries)
    {
        ArgumentNullException.ThrowIfNull(symmetries);
        foreach (var name in symmetries)
        {
            if (Symmetries.All(symmetry => symmetry.Name != name))
                throw new WeightSpaceException($"no symmetry is called '{name}'; this space has {string.Join(", ", Symmetries.Select(symmetry => $"'{symmetry.Name}'"))}.");
        }

        return new WeightSpace(Tensors.SelectMany(tensor => Slices(tensor, symmetries)), Buffers);
    }

    private static IEnumerable<WeightTensor> Slices(WeightTensor tensor, string[] names)
    {
        bool IsFixed(int axis) => names.Contains(tensor.Axes[axis].Name);
        var kept = Enumerable.Range(0, tensor.Rank).Where(axis => !IsFixed(axis)).ToArray();
        if (kept.Length == tensor.Rank)
            return [tensor];
        var strides = tensor.View.StridesFor(tensor.Shape);
        var shape = kept.Select(axis => tensor.Shape[axis]).ToArray();
        var steps = kept.Select(axis => strides[axis]).ToArray();
        return Slice(0, tensor.View.Offset, []);

        IEnumerable<WeightTensor> Slice(int axis, long offset, string[] range)
        {
            if (axis == tensor.Rank)
            {
                return [new WeightTensor(
                    $"{tensor.Name}[{string.Join(", ", range)}]",
                    shape,
                    [.. kept.Select(index => tensor.Axes[index])],
                    [.. kept.Select(index => tensor.Roles[index])],
                    tensor.View with { Offset = offset, Strides = steps.SequenceEqual(ParameterView.RowMajor(shape)) ? null : steps })];
            }

            return IsFixed(axis)
                ? Enumerable.Range(0, checked((int)tensor.Shape[axis])).SelectMany(entry => Slice(axis + 1, offset + entry * strides[axis], [.. range, $"{entry}"]))
                : Slice(axis + 1, offset, [.. range, ":"]);
        }
    }
}
