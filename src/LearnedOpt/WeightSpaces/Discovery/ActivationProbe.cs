using LearnedOpt.Numerics;
using static TorchSharp.torch;

namespace LearnedOpt.WeightSpaces;

/// <summary>What went into every layer, call by call, and what came out of the model.</summary>
internal sealed record Recording(IReadOnlyDictionary<ProbedLayer, List<Tensor?[]>> Inputs, Tensor Output);

/// <summary>
/// Runs a model with the outputs of its layers under control: all are held at fixed values, except those that an experiment
/// changes. So only what lies between layers can carry a change, and each layer's input shows it directly. The fixed values are the
/// model's own plus as much noise, so that units which a ReLU happens to cut off are not all silent.
/// </summary>
internal sealed class ActivationProbe : IDisposable
{
    private readonly Func<Tensor> _forward;
    private readonly List<Action> _hooks;
    private readonly Dictionary<ProbedLayer, List<Tensor[]>> _outputs = [];
    private Dictionary<ProbedLayer, List<Tensor?[]>> _inputs = [];
    private Func<ProbedLayer, int, Tensor[]>? _control;

    internal ActivationProbe(IReadOnlyList<ProbedLayer> layers, Func<Tensor> forward)
    {
        (Layers, _forward) = (layers, forward);
        _hooks = [.. layers.Select(layer => layer.Hook((inputs, outputs) => Observe(layer, inputs, outputs)))];
        try
        {
            Record(null);
            Spread();
            Baseline = Run((_, _) => null);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal IReadOnlyList<ProbedLayer> Layers { get; }

    /// <summary>The run in which everything is held.</summary>
    internal Recording Baseline { get; }

    /// <summary>The held outputs of a layer at each call.</summary>
    internal IReadOnlyList<Tensor[]> Outputs(ProbedLayer layer) => _outputs[layer];

    /// <summary>Runs with every output held, except where <paramref name="change"/> gives another for a layer and call.</summary>
    internal Recording Run(Func<ProbedLayer, int, Tensor[]?> change) => Record((layer, call) => change(layer, call) ?? _outputs[layer][call]);

    public void Dispose()
    {
        foreach (var remove in _hooks)
            remove();
        _hooks.Clear();
    }

    private void Spread()
    {
        var (random, draws) = (new CounterRandom(0x5EED).At("hold"), 0UL);
        foreach (var output in Layers.Where(_outputs.ContainsKey).SelectMany(layer => _outputs[layer]).SelectMany(outputs => outputs))
        {
            if (output.is_floating_point() && output.numel() > 0)
                output.add_(ModuleState.Noise(output.shape, output.dtype, output.device, random.At(draws++)) * output.square().mean().sqrt());
        }
    }

    private Recording Record(Func<ProbedLayer, int, Tensor[]>? control)
    {
        (_control, _inputs) = (control, Layers.ToDictionary(layer => layer, _ => new List<Tensor?[]>()));
        return new Recording(_inputs, _forward());
    }

    private Tensor[] Observe(ProbedLayer layer, Tensor?[] inputs, Tensor[] outputs)
    {
        var calls = _inputs[layer];
        calls.Add([.. inputs.Select(input => input?.clone())]);         // the model may go on to change them in place
        if (_control is null)
        {
            (_outputs.TryGetValue(layer, out var list) ? list : _outputs[layer] = []).Add([.. outputs.Select(output => output.clone())]);
            return outputs;
        }

        if (!_outputs.TryGetValue(layer, out var held) || calls.Count > held.Count)
            throw new WeightSpaceException($"'{layer.Name}' is called more often when activations change: forward depends on their values, so its wiring cannot be discovered. Declare it with space.Tie.");
        return [.. _control(layer, calls.Count - 1).Select(output => output.clone())];
    }
}
