namespace LearnedOpt.WeightSpaces;

/// <summary>
/// One tensor of a weight space: a name, a shape, and for each axis the symmetry that permutes it.
/// </summary>
/// <remarks>
/// It is a view of a model parameter. Usually it is the whole parameter, perhaps with an axis factored into several
/// (the columns of a Linear after a flatten: <c>channels x positions</c>). A packed parameter, whose leading axis holds
/// several things in a row (LSTM gates, query/key/value), becomes several tensors, each a contiguous piece; so do the
/// columns that read a concatenation, as strided pieces.
/// </remarks>
public sealed class WeightTensor
{
    /// <summary>Describes a tensor and checks its shape against the symmetries.</summary>
    /// <param name="name">Unique within a weight space, for example <c>layer1.weight</c>.</param>
    /// <param name="shape">Length of each axis; empty for a scalar.</param>
    /// <param name="axes">The symmetry of each axis.</param>
    /// <param name="roles">What each axis does; default: spatial symmetries are Spatial, else the first axis is Out and the others are In.</param>
    /// <param name="view">Where the elements live; default: all of the parameter called <paramref name="name"/>.</param>
    /// <exception cref="WeightSpaceException">The shape does not match the symmetries.</exception>
    public WeightTensor(
        string name,
        IReadOnlyList<long> shape,
        IReadOnlyList<Symmetry> axes,
        IReadOnlyList<AxisRole>? roles = null,
        ParameterView? view = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(axes);
        if (string.IsNullOrWhiteSpace(name))
            throw new WeightSpaceException("a weight needs a name; received an empty one. Use the model's own, for example 'layer1.weight'.");
        if (!shape.SequenceEqual(axes.Select(axis => axis.Size)))
            throw new WeightSpaceException(WeightSpaceMessages.ShapeMismatch(name, shape, axes));
        Name = name;
        Shape = [.. shape];
        Axes = [.. axes];
        Count = shape.Aggregate(1L, (product, size) => checked(product * size));
        Roles = roles is null ? DefaultRoles(Axes) : [.. roles];
        if (Roles.Count != Axes.Count)
            throw new WeightSpaceException($"weight '{name}' must have one role for each of its {Axes.Count} axes; received {Roles.Count}.");
        View = view ?? new ParameterView(name, [.. shape], 0);
        var end = View.Offset + (Count == 0 ? 0 : 1 + View.StridesFor(Shape).Zip(Shape, (stride, size) => stride * (size - 1)).Sum());
        if (View.Offset < 0 || end > View.ParameterCount)
            throw new WeightSpaceException(
                $"weight '{name}' must lie inside parameter '{View.Parameter}' of {View.ParameterCount} elements; received " +
                $"elements {View.Offset} to {end}. Check the order and the number of the packed parts.");
    }

    /// <summary>Describes a tensor whose shape is given by its symmetries.</summary>
    /// <param name="name">Unique within a weight space.</param>
    /// <param name="axes">The symmetry of each axis, outermost first.</param>
    public WeightTensor(string name, params Symmetry[] axes)
        : this(name, axes.Select(axis => axis.Size).ToArray(), axes)
    {
    }

    /// <summary>The name, unique within a weight space.</summary>
    public string Name { get; }

    /// <summary>Length of each axis, outermost first; elements are row major.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The symmetry of each axis.</summary>
    public IReadOnlyList<Symmetry> Axes { get; }

    /// <summary>What each axis does.</summary>
    public IReadOnlyList<AxisRole> Roles { get; }

    /// <summary>Where the elements live in the model.</summary>
    public ParameterView View { get; }

    /// <summary>Number of axes, 0 for a scalar.</summary>
    public int Rank => Shape.Count;

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary><c>name [axis(size), ...]</c>.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Axes)}]";

    private static AxisRole[] DefaultRoles(IReadOnlyList<Symmetry> axes)
    {
        var roles = new AxisRole[axes.Count];
        var seenOut = false;
        for (var axis = 0; axis < roles.Length; axis++)
        {
            roles[axis] = axes[axis].Kind == SymmetryKind.Spatial ? AxisRole.Spatial : seenOut ? AxisRole.In : AxisRole.Out;
            seenOut |= roles[axis] == AxisRole.Out;
        }

        return roles;
    }
}
