using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>A weight space as plain data, kept in the settings of a rule whose theta fits one architecture only.</summary>
/// <param name="Symmetries">Name, size and kind of each symmetry.</param>
/// <param name="Tensors">Name of each tensor, and for each axis its symmetry's place in the list and its role.</param>
public sealed record SpaceDescription(IReadOnlyList<SpaceDescription.SymmetryEntry> Symmetries, IReadOnlyList<SpaceDescription.TensorEntry> Tensors)
{
    /// <summary>One symmetry.</summary>
    public sealed record SymmetryEntry(string Name, long Size, SymmetryKind Kind);

    /// <summary>One tensor.</summary>
    public sealed record TensorEntry(string Name, IReadOnlyList<int> Axes, IReadOnlyList<AxisRole> Roles);

    /// <summary>Describes a space.</summary>
    public static SpaceDescription Of(WeightSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return new SpaceDescription(
            [.. space.Symmetries.Select(symmetry => new SymmetryEntry(symmetry.Name, symmetry.Size, symmetry.Kind))],
            [.. space.Tensors.Select((tensor, index) => new TensorEntry(tensor.Name, space.AxisSymmetries(index).ToArray(), tensor.Roles))]);
    }

    /// <summary>The space that is described.</summary>
    /// <exception cref="ArgumentException">An axis names a symmetry that is not there.</exception>
    public WeightSpace ToSpace()
    {
        if (Symmetries is null || Tensors is null || Symmetries.Contains(null!) || Tensors.Any(entry => entry?.Axes is null || entry.Roles is null))
            throw new ArgumentException("a weight space must list its symmetries and tensors, and for each tensor axes and roles; received none.");
        Symmetry[] symmetries = [.. Symmetries.Select(entry => new Symmetry(entry.Name, entry.Size, entry.Kind))];
        return new WeightSpace(Tensors.Select(entry =>
        {
            if (entry.Axes.Any(axis => axis < 0 || axis >= symmetries.Length))
                throw new ArgumentException($"weight '{entry.Name}' must name symmetries 0 to {symmetries.Length - 1}; received {string.Join(", ", entry.Axes)}.");
            Symmetry[] axes = [.. entry.Axes.Select(axis => symmetries[axis])];
            return new WeightTensor(entry.Name, [.. axes.Select(axis => axis.Size)], axes, entry.Roles);
        }));
    }

    /// <summary>Requires the same tensors, in order, tied in the same way; names may differ.</summary>
    /// <exception cref="ArgumentException">They are not; the message names the first difference.</exception>
    public void Require(WeightSpace space)
    {
        SpaceDescription other = Of(space);
        string? difference = other.Tensors.Count != Tensors.Count ? $"it has {other.Tensors.Count} tensors, not {Tensors.Count}" : null;
        for (int t = 0; difference is null && t < Tensors.Count; t++)
        {
            string mine = Text(this, t), theirs = Text(other, t);
            if (mine != theirs)
                difference = $"tensor {t}, '{other.Tensors[t].Name}', is {theirs}, not {mine}";
        }

        if (difference is not null)
            throw new ArgumentException($"this theta was made for another weight space: {difference} (size#symmetry). Train a rule for this model, or take a tied one.");
    }

    private static string Text(SpaceDescription space, int tensor) =>
        $"[{string.Join(", ", space.Tensors[tensor].Axes.Select(axis => $"{space.Symmetries[axis].Size}#{axis}"))}]";
}
