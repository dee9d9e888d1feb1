namespace LearnedOpt.WeightSpaces;

/// <summary>Applies the ties of a wiring and turns each parameter into one tensor, or several where an axis is a concatenation.</summary>
internal sealed class WiringResolver
{
    private readonly ModuleWiring _wiring;
    private readonly AxisNode[] _nodes;
    private readonly Dictionary<AxisNode, Symmetry> _symmetries = [];

    internal WiringResolver(ModuleWiring wiring)
    {
        _wiring = wiring;
        _nodes = [.. wiring.Axes.Select(axis => new AxisNode(axis.Name, axis.Size, axis.Origin))];
        for (var axis = 0; axis < _nodes.Length; axis++)
        {
            var spec = wiring.Axes[axis];
            if (spec.Structure != AxisStructure.Plain)
                _nodes[axis].SplitInto(spec.Structure, [.. spec.Parts.Select(part => _nodes[part])], spec.Structure == AxisStructure.Concat ? spec.Labels : null);
        }
    }

    internal WeightSpace Resolve()
    {
        foreach (var tie in _wiring.Ties)
            Apply(tie);
        NameSymmetries();
        return new WeightSpace(
            _wiring.Parameters.Where(parameter => !parameter.IsBuffer).SelectMany(Tensors),
            _wiring.Parameters.Where(MovesAlong).SelectMany(Tensors),
            _wiring);
    }

    private void Apply(TieSpec tie)
    {
        if (tie.Kind == TieKind.Concat)
        {
            var whole = new AxisNode(_nodes[tie.First].Name, tie.Others.Sum(part => _nodes[part].Size), AxisOrigin.Read);
            whole.SplitInto(AxisStructure.Concat, [.. tie.Others.Select(part => _nodes[part])]);
            Flatten(_nodes[tie.First], whole, _wiring.UnitsLast.Contains(tie.Others[0]));
            return;
        }

        foreach (var other in tie.Others)
            Flatten(_nodes[tie.First], _nodes[other], tie.UnitsLast ?? _wiring.UnitsLast.Contains(_nodes[tie.First].Size < _nodes[other].Size ? tie.First : other));
    }

    // Equal sizes: the same units. A multiple: the larger axis is a flatten, units x positions or positions x units.
    private static void Flatten(AxisNode first, AxisNode second, bool unitsLast)
    {
        var (larger, smaller) = first.Size >= second.Size ? (first, second) : (second, first);
        if (larger.Size != smaller.Size && smaller.Size > 0 && larger.Size % smaller.Size == 0)
        {
            var flat = new AxisNode(larger.Name, larger.Size, larger.Origin);
            var positions = new AxisNode($"{larger.Name}.positions", larger.Size / smaller.Size, AxisOrigin.Spatial);
            flat.SplitInto(AxisStructure.Product, unitsLast ? [positions, smaller] : [smaller, positions]);
            smaller = flat;
        }

        AxisNode.Unify(larger, smaller);
    }

    private void NameSymmetries()
    {
        var tied = _wiring.Ties.Where(tie => tie.Kind != TieKind.Shared).SelectMany(tie => tie.Others.Append(tie.First)).ToHashSet();
        var (written, read, exposed, nodesOf) = (new HashSet<AxisNode>(), new HashSet<AxisNode>(), new HashSet<AxisNode>(), new Dictionary<AxisNode, List<AxisNode>>());
        foreach (var node in _nodes.Where(node => node.Structure == AxisStructure.Plain || node.Find() != node))
        {
            foreach (var leaf in Leaves(node))
                (nodesOf.TryGetValue(leaf, out var list) ? list : nodesOf[leaf] = []).Add(node);
        }

        foreach (var node in _nodes.Where((_, axis) => _wiring.Axes[axis].Origin == AxisOrigin.Boundary || _wiring.Exposed.Contains(axis)))
            exposed.UnionWith(Leaves(node));
        foreach (var port in _wiring.Ports.Values.Where(port => port.Direction != PortDirection.Through))
            (!tied.Contains(port.Axis) ? exposed : port.Direction == PortDirection.Out ? written : read).UnionWith(Leaves(_nodes[port.Axis]));

        var names = new HashSet<string>();
        foreach (var leaf in _wiring.Parameters.SelectMany(parameter => parameter.Axes).SelectMany(axis => Leaves(_nodes[axis])))
        {
            if (_symmetries.ContainsKey(leaf))
                continue;
            var whole = nodesOf.GetValueOrDefault(leaf, []).Where(node => node.Size == leaf.Size && node.Origin != AxisOrigin.Spatial).OrderBy(node => node.Origin).FirstOrDefault();
            var (name, suffix) = (whole?.Name ?? leaf.Name, 1);
            while (!names.Add(suffix == 1 ? name : $"{name}#{suffix}"))
                suffix++;
            var kind = leaf.Origin == AxisOrigin.Spatial ? SymmetryKind.Spatial
                : !exposed.Contains(leaf) && (leaf.Origin == AxisOrigin.Internal || (written.Contains(leaf) && read.Contains(leaf))) ? SymmetryKind.Hidden
                : SymmetryKind.Boundary;
            _symmetries[leaf] = new Symmetry(suffix == 1 ? name : $"{name}#{suffix}", leaf.Size, kind);
        }
    }

    // A buffer that shares no units with a parameter is none of our business.
    private bool MovesAlong(ParameterSpec buffer) => buffer.IsBuffer && buffer.Axes.SelectMany(axis => Leaves(_nodes[axis])).Intersect(
        _wiring.Parameters.Where(parameter => !parameter.IsBuffer).SelectMany(parameter => parameter.Axes).Concat(_wiring.Ports.Values.Select(port => port.Axis)).SelectMany(axis => Leaves(_nodes[axis]))).Any();

    private static IEnumerable<AxisNode> Leaves(AxisNode node) => node.Pieces().SelectMany(piece => piece.Factors.Select(factor => factor.Leaf)).Distinct();

    private IEnumerable<WeightTensor> Tensors(ParameterSpec parameter)
    {
        var strides = ParameterView.RowMajor(parameter.Shape);
        return Combine(0, 0, [], "", []);

        IEnumerable<WeightTensor> Combine(int axis, long offset, IReadOnlyList<(AxisNode Leaf, long Stride, AxisRole Role)> factors, string label, string[] ranges)
        {
            if (axis == parameter.Shape.Length)
            {
                var shape = factors.Select(factor => factor.Leaf.Size).ToArray();
                var steps = factors.Select(factor => factor.Stride).ToArray();
                var name = parameter.Name + label + (ranges.Any(range => range != ":") ? $"[{string.Join(", ", ranges)}]" : "");
                var contiguous = steps.SequenceEqual(ParameterView.RowMajor(shape));
                yield return new WeightTensor(
                    name,
                    shape,
                    [.. factors.Select(factor => _symmetries[factor.Leaf])],
                    [.. factors.Select(factor => factor.Leaf.Origin == AxisOrigin.Spatial ? AxisRole.Spatial : factor.Role)],
                    new ParameterView(parameter.Name, parameter.Shape, offset, contiguous ? null : steps));
                yield break;
            }

            var pieces = _nodes[parameter.Axes[axis]].Pieces();
            foreach (var piece in pieces)
            {
                var range = pieces.Count == 1 || piece.Label.Length > 0 ? ":" : $"{piece.Offset}:{piece.Offset + piece.Size}";
                var inner = Combine(
                    axis + 1,
                    offset + piece.Offset * strides[axis],
                    [.. factors, .. piece.Factors.Select(factor => (factor.Leaf, factor.Stride * strides[axis], parameter.Roles[axis]))],
                    piece.Label.Length > 0 ? $"{label}.{piece.Label}" : label,
                    [.. ranges, range]);
                foreach (var tensor in inner)
                    yield return tensor;
            }
        }
    }
}
