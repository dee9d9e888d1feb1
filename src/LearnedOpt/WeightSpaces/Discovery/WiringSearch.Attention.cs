namespace LearnedOpt.WeightSpaces;

internal sealed partial class WiringSearch
{
    // Query, key or value: a source, or a slice of one that holds all three.
    private sealed record Slice(UnitSource Source, long Offset, long Size);

    // Attention written by hand: queries and keys meet, values are mixed, head by head; several query heads may share a key and value head. Where
    // positions turn queries and keys (rotary embeddings), only whole heads of those can be permuted. (With one unit a head it is unit by unit.)
    private Func<Verdict> Attended(ProbedInput consumer, List<(UnitSource Source, bool[] Support)> reach, long size) => () =>
    {
        var triples = Triples(reach, size).ToList();
        for (var heads = 1L; heads <= size; heads++)
        {
            foreach (var isTurned in new[] { false, true })
            {
                var found = triples.Where(triple => Attends(consumer, triple, heads, size, isTurned)).ToList();
                if (found.Count > 1)
                    return Verdict.Ambiguous;
                if (found.Count == 0)
                    continue;
                TieHeads(consumer, found[0], heads, size / found[0].Value.Size, isTurned);
                return Verdict.Tied;
            }
        }

        return Verdict.No;
    };

    private static IEnumerable<(Slice Query, Slice Key, Slice Value)> Triples(List<(UnitSource Source, bool[] Support)> reach, long size)
    {
        const int most = 4;
        var sources = reach.Select(pair => pair.Source).ToList();
        foreach (var packed in sources.Where(source => source.Size > size && (source.Size - size) % 2 == 0))
        {
            var part = (packed.Size - size) / 2;
            if (size % part == 0)
                yield return (new(packed, 0, size), new(packed, size, part), new(packed, size + part, part));
        }

        if (sources.Count > most)
            sources = [.. sources.Where(source => source.Size == size)];
        foreach (var value in sources.Where(value => sources.Count <= most && size % value.Size == 0))
        {
            foreach (var (q, query) in sources.Index().Where(pair => pair.Item != value))
            {
                foreach (var (k, key) in sources.Index().Where(pair => pair.Item != value && pair.Item != query))
                {
                    if (query.Size == key.Size * (size / value.Size) && (query.Size != key.Size || q < k))
                        yield return (new(query, 0, query.Size), new(key, 0, key.Size), new(value, 0, value.Size));
                }
            }
        }
    }

    private bool Attends(ProbedInput consumer, (Slice Query, Slice Key, Slice Value) triple, long heads, long size, bool isTurned)
    {
        var (query, key, value) = triple;
        var (shared, steps, valueSteps) = (size / value.Size, isTurned ? 0 : 1, isTurned ? 1 : 2);       // unlike each other, or any three sources would pass
        if (value.Size % heads != 0 || key.Size % heads != 0 || value.Size == heads || (isTurned && heads * shared == 1))
            return false;
        (Slice Slice, long[] Order)[] moves =
        [
            (query, HeadProbe.Moved(heads, shared, key.Size / heads, steps)),
            (key, HeadProbe.Moved(heads, 1, key.Size / heads, steps)),
            (value, HeadProbe.Moved(heads, 1, value.Size / heads, valueSteps)),
        ];
        var permuted = moves.GroupBy(move => move.Slice.Source).Select(group => (group.Key, group.SelectMany(move => move.Order.Select(place => place + move.Slice.Offset)).ToArray()));
        return Follows(consumer, _experiment.Permute([.. permuted]), HeadProbe.Moved(heads, shared, value.Size / heads, valueSteps));
    }

    private void TieHeads(ProbedInput consumer, (Slice Query, Slice Key, Slice Value) triple, long heads, long shared, bool isTurned)
    {
        var (query, key, value) = triple;
        var path = consumer.Layer.Name;
        var head = _wiring.Plain($"{path}.heads", heads, AxisOrigin.Internal);
        var ofHead = _wiring.Plain($"{path}.queriesPerHead", shared, AxisOrigin.Internal);
        var match = _wiring.Plain(isTurned ? $"{path}.queryDim" : $"{path}.queryKeyDim", key.Size / heads, isTurned ? AxisOrigin.Boundary : AxisOrigin.Internal);
        var keyMatch = isTurned ? _wiring.Plain($"{path}.keyDim", key.Size / heads, AxisOrigin.Boundary) : match;
        var mix = _wiring.Plain($"{path}.valueDim", value.Size / heads, AxisOrigin.Internal);
        int Product(string name, params int[] parts) => _wiring.Product($"{path}.{name}", AxisOrigin.Internal, parts);
        int[] axes = [Product("queries", head, ofHead, match), Product("keys", head, keyMatch), Product("values", head, mix)];
        var count = heads * shared;
        if (query.Source == key.Source)
        {
            _wiring.Tie(query.Source.Axis, _wiring.Concat($"{query.Source.Name} qkv", AxisOrigin.Internal, ("query", axes[0]), ("key", axes[1]), ("value", axes[2])), false);
        }
        else
        {
            foreach (var (slice, axis) in new[] { query, key, value }.Zip(axes))
                _wiring.Tie(axis, slice.Source.Axis, false);
        }

        _wiring.Tie(Product("mix", head, ofHead, mix), consumer.Axis, false, query.Source == key.Source
            ? $"attention of {count} heads: \"{query.Source.Name}\" holds query, key and value for \"{consumer.Name}\""
            : $"attention of {count} heads: \"{query.Source.Name}\", \"{key.Source.Name}\", \"{value.Source.Name}\" into \"{consumer.Name}\"");
    }
}
