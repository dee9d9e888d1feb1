namespace LearnedOpt.WeightSpaces;

/// <summary>A piece of an axis: where it starts, and the permutable factors that it is a row-major product of.</summary>
internal sealed record AxisPiece(long Offset, IReadOnlyList<(AxisNode Leaf, long Stride)> Factors, string Label)
{
    internal long Size => Factors.Aggregate(1L, (product, factor) => product * factor.Leaf.Size);
}

/// <summary>An axis while ties are applied: a union-find node that may be split into a product or a concatenation.</summary>
internal sealed class AxisNode(string name, long size, AxisOrigin origin)
{
    private AxisNode? _representative;

    internal string Name { get; private set; } = name;

    internal long Size { get; } = size;

    internal AxisOrigin Origin { get; private set; } = origin;

    internal AxisStructure Structure { get; private set; }

    internal IReadOnlyList<AxisNode> Parts { get; private set; } = [];

    internal IReadOnlyList<string> Labels { get; private set; } = [];

    internal AxisNode Find() => _representative is null ? this : _representative = _representative.Find();

    internal void SplitInto(AxisStructure structure, IReadOnlyList<AxisNode> parts, IReadOnlyList<string>? labels = null) =>
        (Structure, Parts, Labels) = (structure, parts, labels ?? [.. parts.Select(_ => "")]);

    /// <summary>Makes two axes hold the same units, splitting either where the other is split.</summary>
    internal static void Unify(AxisNode first, AxisNode second)
    {
        var (a, b) = (first.Find(), second.Find());
        if (ReferenceEquals(a, b))
            return;
        if (a.Size != b.Size)
            throw new WeightSpaceException($"cannot tie '{a.Name}' ({a.Size} units) to '{b.Name}' ({b.Size} units): they must have equally many. Is another layer between them?");
        if (a.Structure == AxisStructure.Plain || b.Structure == AxisStructure.Plain)
        {
            var (plain, other) = a.Structure == AxisStructure.Plain && (b.Structure != AxisStructure.Plain || b.Origin <= a.Origin) ? (a, b) : (b, a);
            plain._representative = other;
            return;
        }

        if (a.Structure != b.Structure)
        {
            var (product, concat) = a.Structure == AxisStructure.Product ? (a, b) : (b, a);
            product.ConcatenateAt(concat);
        }

        b._representative = a;
        if (a.Structure == AxisStructure.Product)
            Align(a, b, RestOfProduct);
        else
            Align(a, b, RestOfConcat);
    }

    /// <summary>The contiguous pieces of this axis, each a product of permutable factors.</summary>
    internal IReadOnlyList<AxisPiece> Pieces()
    {
        var node = Find();
        if (node.Structure == AxisStructure.Plain)
            return [new AxisPiece(0, [(node, 1)], "")];
        if (node.Structure == AxisStructure.Concat)
        {
            var (pieces, offset) = (new List<AxisPiece>(), 0L);
            for (var part = 0; part < node.Parts.Count; part++)
            {
                foreach (var piece in node.Parts[part].Pieces())
                    pieces.Add(piece with { Offset = offset + piece.Offset, Label = node.Labels[part].Length > 0 ? node.Labels[part] : piece.Label });
                offset += node.Parts[part].Size;
            }

            return pieces;
        }

        IReadOnlyList<AxisPiece> product = [new AxisPiece(0, [], "")];
        foreach (var part in node.Parts.Where(part => part.Size != 1))
        {
            product = [.. product.SelectMany(outer => part.Pieces().Select(inner => new AxisPiece(
                outer.Offset * part.Size + inner.Offset,
                [.. outer.Factors.Select(factor => (factor.Leaf, factor.Stride * part.Size)), .. inner.Factors],
                outer.Label.Length > 0 ? outer.Label : inner.Label)))];
        }

        return product[0].Factors.Count == 0 ? [new AxisPiece(0, [(node.Parts[0].Find(), 1)], "")] : product;
    }

    // Walks two lists of parts from the front; the longer part is split so that both have the same.
    private static void Align(AxisNode a, AxisNode b, Func<AxisNode, long, AxisNode?> rest)
    {
        var (left, right) = (new LinkedList<AxisNode>(a.Parts), new LinkedList<AxisNode>(b.Parts));
        while (left.First is { } x && right.First is { } y)
        {
            if (x.Value.Size == y.Value.Size)
            {
                Unify(x.Value, y.Value);
                left.RemoveFirst();
                right.RemoveFirst();
                continue;
            }

            var (longer, shorter, list) = x.Value.Size > y.Value.Size ? (x.Value, y.Value, left) : (y.Value, x.Value, right);
            if (shorter.Size == 1 && a.Structure == AxisStructure.Product)
            {
                (ReferenceEquals(list, left) ? right : left).RemoveFirst();
                continue;
            }

            var remainder = rest(longer, shorter.Size)
                ?? throw new WeightSpaceException($"cannot tie '{a.Name}' to '{b.Name}': '{longer.Name}' ({longer.Size} units) does not divide into parts of {shorter.Size}, as '{shorter.Name}' has. Do the two layers agree on heads or groups?");
            var head = new AxisNode($"{longer.Name}[{shorter.Size}]", shorter.Size, longer.Origin);
            var whole = new AxisNode(longer.Name, longer.Size, longer.Origin);
            whole.SplitInto(a.Structure, [head, remainder]);
            Unify(longer, whole);
            list.RemoveFirst();
            list.AddFirst(remainder);
            Unify(head, shorter);
            (ReferenceEquals(list, left) ? right : left).RemoveFirst();
        }
    }

    private static AxisNode? RestOfProduct(AxisNode longer, long size) =>
        longer.Size % size == 0 ? new AxisNode($"{longer.Name}[/{size}]", longer.Size / size, longer.Origin) : null;

    private static AxisNode RestOfConcat(AxisNode longer, long size) => new($"{longer.Name}[{size}..]", longer.Size - size, longer.Origin);

    // Turns a product into a concatenation of products, split along its outermost part where the other axis is split.
    private void ConcatenateAt(AxisNode concat)
    {
        var inner = Size / Parts[0].Size;
        if (concat.Parts.FirstOrDefault(part => part.Size % inner != 0) is { } odd)
            throw new WeightSpaceException($"cannot tie '{Name}' to '{concat.Name}': part '{odd.Name}' has {odd.Size} units, no multiple of {inner}. Does a concatenation cut through a head or a group?");
        var pieces = concat.Parts.Select((part, index) => new AxisNode($"{Parts[0].Name}[{index}]", part.Size / inner, Parts[0].Origin)).ToList();
        var outer = new AxisNode(Parts[0].Name, Parts[0].Size, Parts[0].Origin);
        outer.SplitInto(AxisStructure.Concat, pieces);
        Unify(Parts[0], outer);
        var products = pieces.Select(piece =>
        {
            var product = new AxisNode($"{Name}[{piece.Name}]", piece.Size * inner, Origin);
            product.SplitInto(AxisStructure.Product, [piece, .. Parts.Skip(1)]);
            return product;
        }).ToList();
        SplitInto(AxisStructure.Concat, products, concat.Labels);
    }
}
