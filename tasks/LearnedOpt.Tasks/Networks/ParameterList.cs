using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tasks.Networks;

/// <summary>
/// The parameters of a network: shape, initial values and symmetries, declared layer by layer. Layers keep the numbers
/// that <c>Add</c> returns and find their tensors by them.
/// </summary>
public sealed class ParameterList
{
    private readonly List<TaskParameter> _parameters = [];
    private readonly List<Initializer> _initializers = [];
    private readonly List<WeightTensor> _tensors = [];

    /// <summary>Names and shapes, without the particle axis.</summary>
    public IReadOnlyList<TaskParameter> Parameters => _parameters;

    /// <summary>How each parameter begins.</summary>
    public IReadOnlyList<Initializer> Initializers => _initializers;

    /// <summary>A parameter whose axes are those of its symmetries.</summary>
    /// <param name="name">Unique in the network.</param>
    /// <param name="initializer">Writes initial values.</param>
    /// <param name="axes">Outermost first: written units, read units, kernel.</param>
    /// <returns>The parameter's number.</returns>
    public int Add(string name, Initializer initializer, params IReadOnlyList<Symmetry> axes) => Add(name, initializer, null, axes);

    /// <summary>The same, with roles: what each axis does; null: the first writes, the others read or are spatial.</summary>
    public int Add(string name, Initializer initializer, IReadOnlyList<AxisRole>? roles, params IReadOnlyList<Symmetry> axes)
    {
        long[] shape = [.. axes.Select(axis => axis.Size)];
        _tensors.Add(new WeightTensor(name, shape, axes, roles));
        return Add(name, initializer, shape);
    }

    /// <summary>A matrix <c>[out, in]</c> either of whose axes may be factored, as heads x units; without <paramref name="input"/> a vector.</summary>
    /// <inheritdoc cref="Add(string, Initializer, IReadOnlyList{Symmetry})"/>
    public int AddFactored(string name, Initializer initializer, IReadOnlyList<Symmetry> output, IReadOnlyList<Symmetry>? input = null)
    {
        long[] shape = input is null ? [Units(output)] : [Units(output), Units(input)];
        Symmetry[] axes = [.. output, .. input ?? []];
        AxisRole[] roles = [.. output.Select(_ => AxisRole.Out), .. (input ?? []).Select(axis => axis.Kind == SymmetryKind.Spatial ? AxisRole.Spatial : AxisRole.In)];
        _tensors.Add(new WeightTensor(name, [.. axes.Select(axis => axis.Size)], axes, roles, new ParameterView(name, shape, 0)));
        return Add(name, initializer, shape);
    }

    /// <summary>A table whose first axis is looked up: <c>[entries, units]</c>.</summary>
    /// <inheritdoc cref="Add(string, Initializer, IReadOnlyList{Symmetry})"/>
    public int AddTable(string name, Initializer initializer, Symmetry entries, Symmetry units)
    {
        var first = entries.Kind == SymmetryKind.Spatial ? AxisRole.Spatial : AxisRole.In;
        _tensors.Add(new WeightTensor(name, [entries.Size, units.Size], [entries, units], [first, AxisRole.Out]));
        return Add(name, initializer, [entries.Size, units.Size]);
    }

    /// <summary>Several tensors of equal axes in one parameter, one after the other along its first axis: the gates of a recurrent cell.</summary>
    /// <inheritdoc cref="Add(string, Initializer, IReadOnlyList{Symmetry})"/>
    public int AddPacked(string name, Initializer initializer, IReadOnlyList<string> parts, params IReadOnlyList<Symmetry> axes)
    {
        long[] part = [.. axes.Select(axis => axis.Size)], whole = [parts.Count * part[0], .. part[1..]];
        for (var i = 0; i < parts.Count; i++)
            _tensors.Add(new WeightTensor($"{name}.{parts[i]}", part, [.. axes], null, new ParameterView(name, whole, i * Units(axes))));
        return Add(name, initializer, whole);
    }

    /// <summary>All parameters with their symmetries.</summary>
    public WeightSpace ToWeightSpace() => new(_tensors);

    private int Add(string name, Initializer initializer, long[] shape)
    {
        _parameters.Add(new TaskParameter(name, shape));
        _initializers.Add(initializer);
        return _parameters.Count - 1;
    }

    private static long Units(IReadOnlyList<Symmetry> axes) => axes.Aggregate(1L, (product, axis) => product * axis.Size);
}
