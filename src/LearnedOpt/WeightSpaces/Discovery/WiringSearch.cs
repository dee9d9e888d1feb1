using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.WeightSpaces;

/// <summary>
/// Finds ties by experiment. For each end that reads units: which sources reach it directly, on which of its units, and under which
/// joint permutation of theirs do its units permute along?
/// </summary>
internal sealed partial class WiringSearch
{
    private const double Same = 1e-4, Changed = 1e-6;
    private readonly SourceExperiment _experiment;
    private readonly ModuleWiring _wiring;
    private readonly IReadOnlyList<UnitSource> _sources;
    private readonly Dictionary<ProbedInput, List<(UnitSource Source, bool[] Support)>> _reach = [];
    private readonly HashSet<ProbedInput> _unexplained = [];

    internal WiringSearch(ActivationProbe probe, ModuleWiring wiring, IReadOnlyList<UnitSource> sources) =>
        (_experiment, _wiring, _sources) = (new SourceExperiment(probe), wiring, sources);

    internal List<string> Undecided { get; } = [];

    internal void Run(Func<Recording> withOtherInput)
    {
        var probe = _experiment.Probe;
        foreach (var layer in probe.Layers.Where(layer => probe.Baseline.Inputs[layer].Count == 0))
            Undecided.Add($"'{layer.Name}' was not run on the sample, or not through call(...): its axes stay independent");
        var consumers = probe.Layers.Where(layer => probe.Baseline.Inputs[layer].Count > 0).SelectMany(layer => layer.Inputs).ToList();
        foreach (var consumer in consumers)
            _reach[consumer] = [];
        foreach (var source in _sources)
            Reach(source, consumers);
        var fed = FedByInput(consumers, withOtherInput);
        foreach (var consumer in consumers)
            Decide(consumer, fed.Contains(consumer));
        ReportLoose();
    }

    // A layer whose units move what others read, and that no tie explains. (Axes of free parameters, such as positions, often have no others.)
    private void ReportLoose()
    {
        using var scope = NewDisposeScope();
        var tied = _wiring.Ties.SelectMany(tie => tie.Others.Append(tie.First)).ToHashSet();
        foreach (var source in _sources.Where(source => source is { Layer: not null, Size: > 1 } && !tied.Contains(source.Axis) && !_wiring.Exposed.Contains(source.Axis)))
        {
            var readers = _reach.Where(pair => pair.Value.Any(reached => reached.Source == source)).Select(pair => pair.Key).ToList();
            if (readers.Count > 0 && !readers.Any(_unexplained.Contains) && !readers.All(reader => Unmoved(reader, source)))
                Undecided.Add($"'{source.Name}' ({source.Size} units) acts on '{readers[0].Name}' in a way that no permutation explains: it stays independent");
        }
    }

    // Perturbs one source: the ends that see it, the units on which they do, and whether the model's output does.
    private void Reach(UnitSource source, List<ProbedInput> consumers)
    {
        using var scope = NewDisposeScope();
        var (probe, recording) = (_experiment.Probe, _experiment.Perturb(source));
        foreach (var consumer in consumers)
        {
            bool[]? support = null;
            foreach (var (before, after) in Calls(consumer, recording))
            {
                var units = before.dim() - consumer.Layer.UnitsFromEnd(before);
                var others = Enumerable.Range(0, (int)before.dim()).Select(axis => (long)axis).Where(axis => axis != units).ToArray();
                var change = (after - before).abs();
                using var values = (others.Length == 0 ? change : change.amax(others)).to(float64).data<double>();
                var most = values.ToArray();
                support ??= new bool[most.Length];
                var threshold = Changed * (before.abs().max().ToDouble() + after.abs().max().ToDouble());
                for (var unit = 0; unit < most.Length; unit++)
                    support[unit] |= most[unit] > threshold;
            }

            if (support is not null && support.Any(seen => seen))
                _reach[consumer].Add((source, support));
        }

        if (Differs(probe.Baseline.Output, recording.Output, Changed) && Differs(probe.Baseline.Output, _experiment.Permute([(source, Shuffle(source.Size, 1))]).Output, Same))
            _wiring.Expose(source.Axis);
    }

    private HashSet<ProbedInput> FedByInput(List<ProbedInput> consumers, Func<Recording> withOtherInput)
    {
        using var scope = NewDisposeScope();
        var recording = withOtherInput();
        return [.. consumers.Where(consumer => Calls(consumer, recording).Any(call => Differs(call.Before, call.After, Changed)))];
    }

    private void Decide(ProbedInput consumer, bool fedByInput)
    {
        var reach = _reach[consumer];
        var size = _wiring.Axes[consumer.Axis].Size;
        if (reach.Count == 0 || size < 2)
            return;
        using var scope = NewDisposeScope();
        foreach (var permuted in new[]
        {
            // Side by side before a flatten: two sources of equal size are two parts, not one at two positions.
            Attended(consumer, reach, size), Concatenated(consumer, reach, size, besideOthers: false), Elementwise(consumer, reach, size), Chunked(consumer, reach, size),
            Concatenated(consumer, reach, size, besideOthers: true),
        })
        {
            switch (permuted())
            {
                case Verdict.Tied:
                    return;
                case Verdict.Ambiguous:
                    _unexplained.Add(consumer);
                    Undecided.Add($"'{consumer.Name}' ({size} units) could be tied to several of {Names(reach)}: declare it with space.Tie");
                    return;
            }
        }

        if (reach.All(pair => Unmoved(consumer, pair.Source)))
            return;                                                                     // units are pooled: nothing to tie
        _unexplained.Add(consumer);
        Undecided.Add(fedByInput
            ? $"'{consumer.Name}' ({size} units) reads {Names(reach)} together with the model's input: it stays independent"
            : $"'{consumer.Name}' ({size} units) reads {Names(reach)} in a way that no joint permutation explains: declare it with space.Tie, or leave it independent");
    }

    private bool Unmoved(ProbedInput consumer, UnitSource source)
    {
        var recording = _experiment.Permute([(source, Shuffle(source.Size, 2))]);
        return Calls(consumer, recording).All(call => !Differs(call.Before, call.After, Same));
    }

    // Whether the units that a consumer reads are permuted in the given order, at every call.
    private bool Follows(ProbedInput consumer, Recording recording, long[] order)
    {
        var moved = false;
        foreach (var (before, after) in Calls(consumer, recording))
        {
            var expected = SourceExperiment.Select(before, before.dim() - consumer.Layer.UnitsFromEnd(before), order);
            if (Differs(expected, after, Same))
                return false;
            moved |= Differs(before, after, Same);
        }

        return moved;
    }

    private IEnumerable<(Tensor Before, Tensor After)> Calls(ProbedInput consumer, Recording recording)
    {
        var (before, after) = (_experiment.Probe.Baseline.Inputs[consumer.Layer], recording.Inputs[consumer.Layer]);
        for (var call = 0; call < Math.Min(before.Count, after.Count); call++)
        {
            if (before[call][consumer.Position] is { } first && after[call][consumer.Position] is { } second && first.is_floating_point())
                yield return (first, second);
        }
    }

    private static bool Differs(Tensor first, Tensor second, double tolerance) =>
        !first.shape.SequenceEqual(second.shape)
        || (first.numel() > 0 && !((first.to(float64) - second.to(float64)).abs().max().ToDouble() <= tolerance * (first.to(float64).abs().max().ToDouble() + 1e-30)));

    private static string Names(IEnumerable<(UnitSource Source, bool[] Support)> reach) => string.Join(", ", reach.Select(pair => $"'{pair.Source.Name}'"));

    private static long[] Shuffle(long size, ulong seed)
    {
        var random = new Numerics.CounterRandom(seed).At("discover");
        for (var attempt = 0UL; ; attempt++)
        {
            var order = random.At(attempt).Permutation((int)size);
            if (size < 2 || order.Index().Any(pair => pair.Index != pair.Item))
                return [.. order.Select(place => (long)place)];
        }
    }

    private enum Verdict
    {
        No,
        Tied,
        Ambiguous,
    }
}
