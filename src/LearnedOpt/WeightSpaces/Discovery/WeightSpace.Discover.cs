using TorchSharp;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace LearnedOpt.WeightSpaces;

public sealed partial class WeightSpace
{
    /// <summary>
    /// Finds the wiring that a custom <c>forward</c> hides, without declarations: holds the outputs of all layers, permutes those of some, and sees
    /// which inputs permute along. Finds chains, residual sums, products, concatenations (also with the model's input), flattens, shared layers, gates,
    /// scales and shifts cut from one layer, recurrent cells and attention written by hand (with shared key and value heads or rotary positions
    /// too), and weights that forward uses itself. What it finds is verified; what is ambiguous is reported and stays independent.
    /// </summary>
    /// <param name="module">The model, called through <c>call</c> within its forward. Weights and mode are as before when this returns.</param>
    /// <param name="sampleInput">An input of a few examples.</param>
    /// <returns>The space, the ties that were found as one would write them, and what stayed undecided.</returns>
    /// <exception cref="WeightSpaceException">A layer is not supported, or forward depends on values or chance.</exception>
    public static Discovery Discover(nn.Module<Tensor, Tensor> module, Tensor sampleInput)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(sampleInput);
        var wiring = ModuleWalker.Walk(module, independentWhenUnknown: true);
        var undecided = Search(module, sampleInput, wiring);
        while (true)
        {
            var space = wiring.ResolvePossible();
            var (broken, change) = space.FirstBroken(module, () => module.call(sampleInput));
            if (broken is null)
                return new Discovery(space, [.. wiring.Ties.Select(tie => tie.Line).Where(line => line.Length > 0).Distinct()], [.. undecided, .. wiring.Notes], change);
            if (Completion(wiring, space, broken, module, sampleInput) is { } completed)
            {
                wiring = completed;
                continue;
            }

            if (!Untie(wiring, space, broken))
                throw new WeightSpaceException(space.Broken(broken, change));
            undecided.Add($"found, but not confirmed, and taken back: {space.Broken(broken, change)}");
        }
    }

    private static List<string> Search(nn.Module<Tensor, Tensor> module, Tensor sample, ModuleWiring wiring)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var state = new ModuleState(module);
        state.Randomize(wiring.Parameters.Where(parameter => parameter.IsBuffer && state.Buffers[parameter.Name].dim() == 1).Select(parameter => parameter.Name));
        var input = sample;
        using var probe = new ActivationProbe(ProbedLayer.Find(module, wiring), () => module.call(input));
        var sources = Sources(wiring, probe, state);
        var search = new WiringSearch(probe, wiring, sources);
        search.Run(() =>
        {
            input = Another(sample);
            var recording = probe.Run((_, _) => null);
            input = sample;
            return recording;
        });
        return search.Undecided;
    }

    private static List<UnitSource> Sources(ModuleWiring wiring, ActivationProbe probe, ModuleState state)
    {
        var sources = new List<UnitSource>();
        foreach (var layer in probe.Layers.Where(layer => layer.OutputAxis is not null && probe.Baseline.Inputs[layer].Count > 0))
        {
            var axis = layer.OutputAxis!.Value;
            sources.Add(new UnitSource(wiring.Ports.ContainsKey($"{layer.Name}.out") ? $"{layer.Name}.out" : layer.Name, axis, wiring.Axes[axis].Size, layer, null, 0));
        }

        var owned = wiring.Ports.Values.Select(port => port.Axis).ToHashSet();
        foreach (var parameter in wiring.Parameters.Where(parameter => !parameter.IsBuffer && parameter.Axes.All(axis => wiring.Axes[axis].Name.StartsWith($"{parameter.Name}[", StringComparison.Ordinal))))
        {
            for (var dimension = 0; dimension < parameter.Axes.Length; dimension++)
            {
                if (parameter.Shape[dimension] > 1 && !owned.Contains(parameter.Axes[dimension]))
                    sources.Add(new UnitSource($"{parameter.Name}[{dimension}]", parameter.Axes[dimension], parameter.Shape[dimension], null, state.Parameters[parameter.Name], dimension));
            }
        }

        return sources;
    }

    // Another input of the same kind: its examples and entries in another order.
    private static Tensor Another(Tensor sample) => sample.flatten().flip(0).reshape(sample.shape);
}
