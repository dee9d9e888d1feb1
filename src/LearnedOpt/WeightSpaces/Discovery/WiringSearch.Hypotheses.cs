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
                    _wiring.Tie(consumer.Axis, source.Axis, unitsLast, $"space.Tie(\"{source.Name}\", \"{consumer.Name}\")");
                return Verdict.Tied;
            }
        }

        return Verdict.No;
    };

    // Sources side by side, each reaching a range of its own; perhaps beside units that no source reaches, such as the model's input.
    private Func<Verdict> Concatenated(ProbedInput consumer, List<(UnitSource Source, bool[] Support)> reach, long size, bool besideOthers) => () =>
    {
        var ranges = reach.GroupBy(pair => (First: Array.IndexOf(pair.Support, true), End: Array.LastIndexOf(pair.Support, true) + 1)).OrderBy(range => range.Key.First).ToList();
        var parts = new List<(long Length, List<UnitSource> Sources)>();
        foreach (var range in ranges)
        {
            var (start, length) = (parts.Sum(part => part.Length), range.Key.End - range.Key.First);
            if (range.Key.First < start)
                return Verdict.No;
            if (range.Key.First > start)
                parts.Add((range.Key.First - start, []));
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
            parts.Add((length, found[0]));
        }

        if (parts.Sum(part => part.Length) is var end && end < size)
            parts.Add((size - end, []));
        var units = parts.Sum(part => part.Sources.Count > 0 ? part.Sources[0].Size : part.Length);
        if (parts.Count < 2 || parts.Any(part => part.Sources.Count == 0) != besideOthers || size % units != 0 || (besideOthers && size != units)
            || parts.Any(part => part.Sources.Count > 0 && part.Length != part.Sources[0].Size * (size / units)))
            return Verdict.No;
        int[] axes = [.. parts.Select((part, index) => part.Sources.Count > 0
            ? part.Sources[0].Axis : _wiring.Plain($"{consumer.Name}.others{index}", part.Length, AxisOrigin.Boundary))];
        _wiring.TieConcat(consumer.Axis, axes, besideOthers
            ? $"\"{consumer.Name}\" is {string.Join(", then ", parts.Select(part => part.Sources.Count > 0 ? $"\"{part.Sources[0].Name}\"" : $"{part.Length} units of no layer"))}"
            : $"space.TieConcat(\"{consumer.Name}\", {string.Join(", ", parts.Select(part => $"\"{part.Sources[0].Name}\""))})");
        foreach (var (_, sources) in parts)
        {
            foreach (var other in sources.Skip(1))
                _wiring.Tie(sources[0].Axis, other.Axis, false, $"space.Tie(\"{sources[0].Name}\", \"{other.Name}\")");
        }

        return Verdict.Tied;
    };

    // Sources that are cut into equal parts, which meet unit by unit, with others of as many units or without: gated linear units, hand-written
    // gates, scale and shift from one layer. Parts lie one after the other, or unit by unit (pixel shuffle).
    private Func<Verdict> Chunked(ProbedInput consumer, List<(UnitSource Source, bool[] Support)> reach, long size) => () =>
    {
        var candidates = reach.Select(pair => pair.Source).Where(source => source.Size % size == 0).ToList();
        if (candidates.All(source => source.Size == size))
            return Verdict.No;
        var order = Shuffle(size, 5);
        foreach (var partByPart in new[] { true, false })
        {
            var found = Largest(candidates, subset => subset.Any(source => source.Size > size)
                && Follows(consumer, _experiment.Permute([.. subset.Select(source => (source, Spread(order, source.Size / size, unitsLast: partByPart)))]), order));
            if (found.Count > 1)
                return Verdict.Ambiguous;
            if (found.Count == 0)
                continue;
            foreach (var source in found[0])
            {
                var chunks = source.Size / size;
                if (chunks == 1 || !partByPart)
                {
                    _wiring.Tie(consumer.Axis, source.Axis, false, $"space.Tie(\"{source.Name}\", \"{consumer.Name}\")");
                    continue;
                }

                var unit = _wiring.Plain($"{consumer.Layer.Name}.parts", size, AxisOrigin.Read);
                var whole = _wiring.Concat($"{source.Name} parts", AxisOrigin.Read, [.. Enumerable.Range(0, (int)chunks).Select(chunk => ($"part{chunk}", unit))]);
                _wiring.Tie(unit, consumer.Axis, false);
                _wiring.Tie(source.Axis, whole, false, $"\"{source.Name}\" is {chunks} parts, each tied to \"{consumer.Name}\"");
            }

            return Verdict.Tied;
        }

        return Verdict.No;
    };

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
}
