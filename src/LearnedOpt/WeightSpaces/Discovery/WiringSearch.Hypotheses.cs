namespace LearnedOpt.WeightSpaces;

internal sealed partial class WiringSearch
{
    // The units of one or more sources, added, multiplied or passed on unit by unit; perhaps flattened with positions.
    private Func<Verdict> Elementwise(ProbedInput consumer, List<(UnitSource Source, bool[] Support)> reach, long size) => () =>
    {
        foreach (var units in reach.Select(pair => pair.Source.Size).Where(units => units > 1 && size % units == 0).Distinct().OrderDescending())
        {
            var candidates = reach.Select(pair => pair.Source).Where(source => source.Size == units).ToList();
            foreach (var unitsLast in units == size ? new[] { false } : [false, true])
            {
                var found = Largest(candidates, subset =>
                {
                    var order = Shuffle(units, 3);
                    return Follows(consumer, _experiment.Permute([.. subset.Select(source => (source, order))]), Spread(order, size / units, unitsLast));
                });
                if (found.Count > 1)
                    return Verdict.Ambiguous;
                if (found.Count == 0)
                    continue;
                foreach (var source in found[0])
                    Tie(consumer.Axis, source.Axis, unitsLast, $"space.Tie(\"{source.Name}\", \"{consumer.Name}\")");
                return Verdict.Tied;
            }
        }

        return Verdict.No;
    };

    // Sources side by side: each reaches a range of its own.
    private Func<Verdict> Concatenated(ProbedInput consumer, List<(UnitSource Source, bool[] Support)> reach, long size) => () =>
    {
        var ranges = reach.GroupBy(pair => (First: Array.IndexOf(pair.Support, true), Last: Array.LastIndexOf(pair.Support, true))).OrderBy(range => range.Key.First).ToList();
        var parts = new List<List<UnitSource>>();
        var end = 0L;
        foreach (var range in ranges)
        {
            var length = range.Key.Last + 1 - range.Key.First;
            if (range.Key.First != end || ranges.Count < 2)
                return Verdict.No;
            var sources = range.Select(pair => pair.Source).Where(source => source.Size > 1 && length % source.Size == 0).ToList();
            var found = sources.Select(source => source.Size).Distinct().OrderDescending().Select(units => Largest(
                [.. sources.Where(source => source.Size == units)],
                subset =>
                {
                    var order = Shuffle(units, 4);
                    var whole = Identity(size);
                    Spread(order, length / units, unitsLast: false).Select(place => place + range.Key.First).ToArray().CopyTo(whole, range.Key.First);
                    return Follows(consumer, _experiment.Permute([.. subset.Select(source => (source, order))]), whole);
                })).FirstOrDefault(found => found.Count > 0);
            if (found is not { Count: 1 })
                return found is null ? Verdict.No : Verdict.Ambiguous;
            parts.Add([.. found[0]]);
            end += length;
        }

        if (end != size || size % parts.Sum(part => part[0].Size) != 0 || parts.Index().Any(part => ranges[part.Index].Key.Last + 1 - ranges[part.Index].Key.First != part.Item[0].Size * (size / parts.Sum(other => other[0].Size))))
            return Verdict.No;
        _wiring.TieConcat(consumer.Axis, [.. parts.Select(part => part[0].Axis)]);
        Ties.Add($"space.TieConcat(\"{consumer.Name}\", {string.Join(", ", parts.Select(part => $"\"{part[0].Name}\""))})");
        foreach (var part in parts)
        {
            foreach (var other in part.Skip(1))
                Tie(part[0].Axis, other.Axis, false, $"space.Tie(\"{part[0].Name}\", \"{other.Name}\")");
        }

        return Verdict.Tied;
    };

    // One source that is cut into equal parts which meet unit by unit: gated linear units, hand-written gates.
    private Func<Verdict> Chunked(ProbedInput consumer, List<(UnitSource Source, bool[] Support)> reach, long size) => () =>
    {
        var candidates = reach.Select(pair => pair.Source).Where(source => source.Size > size && source.Size % size == 0).ToList();
        if (candidates.Count != 1)
            return Verdict.No;
        var (source, chunks) = (candidates[0], candidates[0].Size / size);
        var order = Shuffle(size, 5);
        long[] each = [.. Enumerable.Range(0, (int)chunks).SelectMany(chunk => order.Select(place => place + chunk * size))];
        if (!Follows(consumer, _experiment.Permute([(source, each)]), order))
            return Verdict.No;
        var unit = _wiring.Plain($"{consumer.Layer.Name}.parts", size, AxisOrigin.Read);
        var whole = _wiring.Concat($"{source.Name} parts", AxisOrigin.Read, [.. Enumerable.Range(0, (int)chunks).Select(chunk => ($"part{chunk}", unit))]);
        _wiring.Tie(unit, consumer.Axis, false);
        Tie(source.Axis, whole, false, $"\"{source.Name}\" is {chunks} parts, each tied to \"{consumer.Name}\"");
        return Verdict.Tied;
    };

    // Attention written by hand: queries and keys meet, values are mixed, head by head. (With one unit a head it is unit by unit.)
    private Func<Verdict> Attended(ProbedInput consumer, List<(UnitSource Source, bool[] Support)> reach, long size) => () =>
    {
        var sources = reach.Select(pair => pair.Source).Where(source => source.Size == size).ToList();
        var packed = reach.Select(pair => pair.Source).Where(source => source.Size == 3 * size).ToList();
        for (var heads = 1L; heads < size; heads++)
        {
            if (size % heads != 0)
                continue;
            var (match, mix) = (Moved(heads, size / heads, 1), Moved(heads, size / heads, 2));
            var values = sources.Count != 3 ? [] : sources.Where(value => Follows(
                consumer, _experiment.Permute([.. sources.Select(source => (source, source == value ? mix : match))]), mix)).ToList();
            if (values.Count > 1)
                return Verdict.Ambiguous;
            if (values.Count == 1)
            {
                TieHeads(consumer, heads, size, sources.Where(source => source != values[0]).Select(source => source.Axis), values[0].Axis,
                    $"attention of {heads} heads: {string.Join(", ", sources.Select(source => $"\"{source.Name}\""))} into \"{consumer.Name}\"");
                return Verdict.Tied;
            }

            if (packed.Count != 1 || !Follows(consumer, _experiment.Permute([(packed[0], [.. match, .. match.Select(place => place + size), .. mix.Select(place => place + 2 * size)])]), mix))
                continue;
            var (query, key, value) = (Part("query"), Part("key"), Part("value"));
            Tie(packed[0].Axis, _wiring.Concat($"{packed[0].Name} qkv", AxisOrigin.Internal, ("query", query), ("key", key), ("value", value)), false, "");
            TieHeads(consumer, heads, size, [query, key], value, $"attention of {heads} heads: \"{packed[0].Name}\" holds query, key and value for \"{consumer.Name}\"");
            return Verdict.Tied;

            int Part(string name) => _wiring.Plain($"{packed[0].Name}.{name}", size, AxisOrigin.Internal);
        }

        return Verdict.No;
    };

    private void TieHeads(ProbedInput consumer, long heads, long size, IEnumerable<int> matching, int value, string line)
    {
        var path = consumer.Layer.Name;
        var head = _wiring.Plain($"{path}.heads", heads, AxisOrigin.Internal);
        var match = _wiring.Product($"{path}.match", AxisOrigin.Internal, head, _wiring.Plain($"{path}.queryKeyDim", size / heads, AxisOrigin.Internal));
        var mix = _wiring.Product($"{path}.mix", AxisOrigin.Internal, head, _wiring.Plain($"{path}.valueDim", size / heads, AxisOrigin.Internal));
        foreach (var axis in matching)
            _wiring.Tie(match, axis, false);
        _wiring.Tie(mix, value, false);
        Tie(mix, consumer.Axis, false, line);
    }

    private void Tie(int first, int second, bool unitsLast, string line)
    {
        _wiring.Tie(first, second, unitsLast);
        if (line.Length > 0 && !Ties.Contains(line))
            Ties.Add(line);
    }

    // The largest subsets that pass: all of them, or else fewer, where the rest only scales or shifts all units alike.
    private static List<List<UnitSource>> Largest(List<UnitSource> candidates, Func<List<UnitSource>, bool> passes)
    {
        const int few = 5;
        if (candidates.Count == 0 || passes(candidates))
            return candidates.Count == 0 ? [] : [candidates];
        for (var count = candidates.Count - 1; count > 0 && candidates.Count <= few; count--)
        {
            var found = Enumerable.Range(0, 1 << candidates.Count).Where(mask => int.PopCount(mask) == count)
                .Select(mask => candidates.Where((_, index) => (mask >> index & 1) == 1).ToList()).Where(passes).ToList();
            if (found.Count > 0)
                return found;
        }

        return [];
    }

    private static long[] Spread(long[] order, long positions, bool unitsLast) => unitsLast
        ? [.. Enumerable.Range(0, (int)positions).SelectMany(position => order.Select(place => position * order.Length + place))]
        : [.. order.SelectMany(place => Enumerable.Range(0, (int)positions).Select(position => place * positions + position))];

    private static long[] Identity(long size) => [.. Enumerable.Range(0, (int)size).Select(place => (long)place)];

    // Heads one further, dimensions within each head by some steps.
    private static long[] Moved(long heads, long size, long steps) =>
        [.. Enumerable.Range(0, (int)(heads * size)).Select(index => (index / size + 1) % heads * size + (index + steps) % size)];
}
