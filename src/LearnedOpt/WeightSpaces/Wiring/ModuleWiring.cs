namespace LearnedOpt.WeightSpaces;

/// <summary>
/// What is known of a model: its parameters, the axis of each of their dimensions, the ends (ports) of its modules, and which
/// of them hold the same units. Resolves to a <see cref="WeightSpace"/>. Knows no tensor library.
/// </summary>
internal sealed class ModuleWiring
{
    private readonly List<AxisSpec> _axes;
    private readonly List<ParameterSpec> _parameters;
    private readonly List<TieSpec> _ties;
    private readonly Dictionary<string, PortSpec> _ports;
    private readonly HashSet<int> _unitsLast, _exposed;

    internal ModuleWiring()
        : this([], [], [], [], [], [])
    {
    }

    private ModuleWiring(List<AxisSpec> axes, List<ParameterSpec> parameters, List<TieSpec> ties, Dictionary<string, PortSpec> ports, HashSet<int> unitsLast, HashSet<int> exposed) =>
        (_axes, _parameters, _ties, _ports, _unitsLast, _exposed) = (axes, parameters, ties, ports, unitsLast, exposed);

    internal IReadOnlyList<AxisSpec> Axes => _axes;

    internal IReadOnlyList<ParameterSpec> Parameters => _parameters;

    internal IReadOnlyList<TieSpec> Ties => _ties;

    internal IReadOnlyDictionary<string, PortSpec> Ports => _ports;

    /// <summary>Axes whose units are the last dimension of activations (Linear), so that a flatten runs over positions x units.</summary>
    internal IReadOnlySet<int> UnitsLast => _unitsLast;

    /// <summary>Axes that something outside the parameters sees, so that permuting them changes the model's function.</summary>
    internal IReadOnlySet<int> Exposed => _exposed;

    /// <summary>What could not be decided, for the user to read.</summary>
    internal List<string> Notes { get; } = [];

    /// <summary>Takes back the last ties.</summary>
    internal void TruncateTies(int count) => _ties.RemoveRange(count, _ties.Count - count);

    /// <summary>Takes back the ties that name one of these axes.</summary>
    internal int RemoveTies(Func<TieSpec, bool> which) => _ties.RemoveAll(tie => which(tie));

    internal ModuleWiring Clone()
    {
        var copy = new ModuleWiring([.. _axes], [.. _parameters], [.. _ties], new(_ports), [.. _unitsLast], [.. _exposed]);
        copy.Notes.AddRange(Notes);
        return copy;
    }

    internal void MarkUnitsLast(int axis) => _unitsLast.Add(axis);

    internal void Expose(int axis) => _exposed.Add(axis);

    internal void Conceal(int axis) => _exposed.Remove(axis);

    /// <summary>Leaves out a parameter that another module lists already, and ties its axes to that one's.</summary>
    internal void Share(string duplicate, string original)
    {
        var (copy, first) = (_parameters.Single(parameter => parameter.Name == duplicate), _parameters.Single(parameter => parameter.Name == original));
        _parameters.Remove(copy);
        foreach (var (mine, theirs) in copy.Axes.Zip(first.Axes))
            TieShared(theirs, mine);
    }

    internal int Plain(string name, long size, AxisOrigin origin) => Add(new AxisSpec(name, size, origin, AxisStructure.Plain, [], []));

    internal int Product(string name, AxisOrigin origin, params int[] parts) =>
        Add(new AxisSpec(name, parts.Aggregate(1L, (product, part) => product * _axes[part].Size), origin, AxisStructure.Product, parts, []));

    internal int Concat(string name, AxisOrigin origin, params (string Label, int Axis)[] parts) =>
        Add(new AxisSpec(name, parts.Sum(part => _axes[part.Axis].Size), origin, AxisStructure.Concat, [.. parts.Select(part => part.Axis)], [.. parts.Select(part => part.Label)]));

    internal void Parameter(string name, long[] shape, params (int Axis, AxisRole Role)[] axes) =>
        _parameters.Add(new ParameterSpec(name, shape, [.. axes.Select(axis => axis.Axis)], [.. axes.Select(axis => axis.Role)], false));

    internal void Buffer(string name, long[] shape, params (int Axis, AxisRole Role)[] axes) =>
        _parameters.Add(new ParameterSpec(name, shape, [.. axes.Select(axis => axis.Axis)], [.. axes.Select(axis => axis.Role)], true));

    internal void Port(string name, int axis, PortDirection direction) => _ports.Add(name, new PortSpec(name, axis, direction));

    /// <summary>Takes back what a module under a path has added.</summary>
    internal void Forget(string path, int parametersBefore)
    {
        _parameters.RemoveRange(parametersBefore, _parameters.Count - parametersBefore);
        foreach (var port in _ports.Keys.Where(port => port.StartsWith(path, StringComparison.Ordinal) || port == LayerWiring.End(path)).ToList())
            _ports.Remove(port);
    }

    /// <summary>Axes that hold the same units; where one is k times another, it is the other after a flatten over k positions.</summary>
    internal void Tie(int first, params int[] others) => _ties.Add(new TieSpec(TieKind.Flow, first, others));

    /// <summary>The same, where it was discovered, and with it the layout of the flatten.</summary>
    internal void Tie(int first, int other, bool unitsLast, string line = "") => _ties.Add(new TieSpec(TieKind.Flow, first, [other], unitsLast, line));

    /// <summary>An axis that holds the units of others one after the other.</summary>
    internal void TieConcat(int whole, int[] parts, string line = "") => _ties.Add(new TieSpec(TieKind.Concat, whole, parts, Line: line));

    /// <summary>Axes of a parameter that two modules share.</summary>
    internal void TieShared(int first, int other) => _ties.Add(new TieSpec(TieKind.Shared, first, [other]));

    /// <summary>The axis that a declaration names: a port, a module with one port, or <c>parameter[dimension]</c>.</summary>
    internal int Locate(string name)
    {
        if (_ports.TryGetValue(name, out var port))
            return port.Axis;
        if (_ports.ContainsKey($"{name}.in") || _ports.ContainsKey($"{name}.out"))
            throw new WeightSpaceException($"'{name}' has two ends: write '{name}.in' or '{name}.out'.");
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        if (bracket > 0 && name.EndsWith(']') && int.TryParse(name.AsSpan(bracket + 1, name.Length - bracket - 2), out var axis)
            && _parameters.Find(parameter => parameter.Name == name[..bracket]) is { } found && axis >= 0 && axis < found.Axes.Length)
            return found.Axes[axis];
        throw new WeightSpaceException(
            $"nothing in this model is called '{name}'. Write the end of a module ({string.Join(", ", _ports.Keys.Take(8).Select(key => $"'{key}'"))}" +
            $"{(_ports.Count > 8 ? ", ..." : "")}) or an axis of a parameter ('{_parameters.FirstOrDefault()?.Name ?? "weight"}[0]').");
    }

    /// <summary>
    /// Ends that nothing is tied to although some other end must be: those of layers that a custom <c>forward</c> connects. The first that is
    /// read and the last that is written are the model's own.
    /// </summary>
    internal IReadOnlyList<string> LooseEnds()
    {
        var tied = _ties.Where(tie => tie.Kind != TieKind.Shared).SelectMany(tie => tie.Others.Append(tie.First)).ToHashSet();
        var loose = _ports.Values.Where(port => !tied.Contains(port.Axis) && !_exposed.Contains(port.Axis) && _axes[port.Axis] is { Size: > 1, Origin: not AxisOrigin.Boundary }).ToList();
        var isHidden = loose.Count(port => port.Direction == PortDirection.In) > 1 || loose.Count(port => port.Direction == PortDirection.Out) > 1
            || loose.Any(port => port.Direction == PortDirection.Through);
        return isHidden ? [.. loose.Select(port => port.Name)] : [];
    }

    /// <summary>Applies the ties and lists the tensors.</summary>
    internal WeightSpace Resolve() => new WiringResolver(this).Resolve();

    /// <summary>
    /// Applies the ties that can be applied together, in order. The others (groups that cut across each other) leave their axes
    /// independent, and a note says so.
    /// </summary>
    internal WeightSpace ResolvePossible()
    {
        try
        {
            return Resolve();
        }
        catch (WeightSpaceException)
        {
            var all = _ties.ToList();
            _ties.Clear();
            foreach (var tie in all)
            {
                _ties.Add(tie);
                try
                {
                    Resolve();
                }
                catch (WeightSpaceException fault)
                {
                    _ties.RemoveAt(_ties.Count - 1);
                    Notes.Add($"left independent: {fault.Message}");
                }
            }

            return Resolve();
        }
    }

    private int Add(AxisSpec axis)
    {
        _axes.Add(axis);
        return _axes.Count - 1;
    }
}
