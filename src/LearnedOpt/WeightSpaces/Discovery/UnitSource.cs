using LearnedOpt.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.WeightSpaces;

/// <summary>Something that writes units into activations: a layer's output, or an axis of a free parameter.</summary>
/// <param name="Name">As in a declaration: <c>conv1.out</c>, <c>position[1]</c>.</param>
/// <param name="Axis">Its axis in the wiring.</param>
/// <param name="Size">Number of units.</param>
/// <param name="Layer">The layer, or null.</param>
/// <param name="Parameter">The free parameter, or null.</param>
/// <param name="Dimension">Dimension of the free parameter.</param>
internal sealed record UnitSource(string Name, int Axis, long Size, ProbedLayer? Layer, Tensor? Parameter, int Dimension);

/// <summary>Runs experiments: some sources change along their units, all else is held.</summary>
internal sealed class SourceExperiment(ActivationProbe probe)
{
    private readonly CounterRandom _random = new CounterRandom(0x5EED).At("perturb");
    private ulong _draws;

    internal ActivationProbe Probe => probe;

    /// <summary>Permutes each source's units: place j gets what was at <c>order[j]</c>.</summary>
    internal Recording Permute(IReadOnlyList<(UnitSource Source, long[] Order)> moves) =>
        Run(moves.Select(move => (move.Source, Change: (Func<Tensor, long, Tensor>)((tensor, dimension) => Select(tensor, dimension, move.Order)))).ToList());

    /// <summary>Adds noise of three times a source's size, which also revives units that a ReLU had cut off.</summary>
    internal Recording Perturb(UnitSource source) =>
        Run([(source, (tensor, _) => tensor.is_floating_point() ? tensor + Noise(tensor) * (3 * tensor.square().mean().sqrt().ToDouble() + 1e-3) : tensor)]);

    internal static Tensor Select(Tensor activation, long dimension, long[] order) => activation.index_select(dimension, tensor(order, device: activation.device));

    private Tensor Noise(Tensor like) => ModuleState.Noise(like.shape, like.dtype, like.device, _random.At(_draws++));

    private Recording Run(IReadOnlyList<(UnitSource Source, Func<Tensor, long, Tensor> Change)> changes)
    {
        var saved = new List<(Tensor Live, Tensor Value)>();
        foreach (var (source, change) in changes.Where(item => item.Source.Parameter is not null))
        {
            saved.Add((source.Parameter!, source.Parameter!.clone()));
            source.Parameter!.copy_(change(source.Parameter!, source.Dimension));
        }

        try
        {
            return probe.Run((layer, call) => changes.FirstOrDefault(item => item.Source.Layer == layer) is { Source: not null } item
                ? layer.Change(probe.Outputs(layer)[call], item.Change)
                : null);
        }
        finally
        {
            foreach (var (live, value) in Enumerable.Reverse(saved))
                live.copy_(value);
        }
    }
}
