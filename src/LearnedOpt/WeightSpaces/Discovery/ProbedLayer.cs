using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace LearnedOpt.WeightSpaces;

/// <summary>An end of a layer that reads activations: which of the layer's inputs, and along which dimension the units lie.</summary>
internal sealed record ProbedInput(ProbedLayer Layer, int Position, int Axis, string Name);

/// <summary>A layer under observation: its ends in the wiring, and a hook that shows its inputs and replaces its output.</summary>
internal sealed class ProbedLayer
{
    private readonly Module _module;

    private ProbedLayer(string name, Module module, int? output, IReadOnlyList<(string Name, int Axis)> inputs)
    {
        (Name, _module, OutputAxis) = (name, module, output);
        Inputs = [.. inputs.Select((input, position) => new ProbedInput(this, position, input.Axis, input.Name))];
    }

    internal string Name { get; }

    /// <summary>The axis that it writes.</summary>
    internal int? OutputAxis { get; }

    /// <summary>The ends that read units.</summary>
    internal IReadOnlyList<ProbedInput> Inputs { get; }

    /// <summary>The layers of a module that the wiring knows, by their path.</summary>
    internal static IReadOnlyList<ProbedLayer> Find(Module root, ModuleWiring wiring)
    {
        var layers = new List<ProbedLayer>();
        foreach (var (name, module) in root.named_modules().Prepend(("", root)))
        {
            if (!Supported(module))
                continue;
            int? Port(string end) => wiring.Ports.TryGetValue(name.Length == 0 ? end : $"{name}.{end}", out var port) ? port.Axis : null;
            var through = wiring.Ports.TryGetValue(name.Length == 0 ? "model" : name, out var units) ? units.Axis : (int?)null;
            var inputs = new List<(string, int)>();
            foreach (var end in new[] { "in", "in1", "in2" })
            {
                if (Port(end) is { } axis && module is not (Embedding or EmbeddingBag))
                    inputs.Add(($"{name}.{end}", axis));
            }

            if (module is RNNCell or GRUCell or LSTMCell && Port("out") is { } state)
                inputs.Add(($"{name}.out", state));
            if (module is MultiheadAttention && Port("in") is { } read)
                inputs.AddRange([($"{name}.in", read), ($"{name}.in", read)]);
            if (through is { } norm)
                inputs.Add((name, norm));
            if ((Port("out") ?? through) is not null || inputs.Count > 0)
                layers.Add(new ProbedLayer(name, module, Port("out") ?? through, inputs));
        }

        return layers;
    }

    /// <summary>The dimension of the units, from the end: 1 for the last.</summary>
    internal int UnitsFromEnd(Tensor activation) => _module switch
    {
        ConvTranspose1d or Conv1d => 2,
        ConvTranspose2d or Conv2d => 3,
        Convolution => 4,
        LayerNorm norm => norm.normalized_shape.Length,
        NormBase or GroupNorm or PReLU => (int)activation.dim() - 1,
        _ => 1,
    };

    /// <summary>
    /// The layer's outputs with a change along their units: its output, and the states that hold the same units (a cell's, and the last
    /// row of a recurrent layer's final state, if it runs in one direction).
    /// </summary>
    internal Tensor[] Change(Tensor[] outputs, Func<Tensor, long, Tensor> change)
    {
        var changed = (Tensor[])outputs.Clone();
        changed[0] = change(outputs[0], outputs[0].dim() - UnitsFromEnd(outputs[0]));
        for (var index = 1; index < outputs.Length; index++)
        {
            var (state, rows) = (outputs[index], outputs[index].shape[0]);
            if (_module is LSTMCell)
                changed[index] = change(state, state.dim() - 1);
            else if (!_module.has_parameter("weight_ih_l0_reverse"))
                changed[index] = cat([state.narrow(0, 0, rows - 1), change(state.narrow(0, rows - 1, 1), state.dim() - 1)], 0);
        }

        return changed;
    }

    /// <summary>Calls <paramref name="observe"/> with inputs and outputs at each call; what it returns becomes the outputs.</summary>
    /// <returns>Takes the hook away.</returns>
    internal Action Hook(Func<Tensor?[], Tensor[], Tensor[]> observe)
    {
        switch (_module)
        {
            case nn.Module<Tensor, Tensor> module:
                return module.register_forward_hook((_, x, y) => observe([x], [y])[0]).remove;
            case nn.Module<Tensor, Tensor, Tensor> cell:
                return cell.register_forward_hook((_, x, h, y) => observe([x, h], [y])[0]).remove;
            case nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)> cell:
                return cell.register_forward_hook((_, x, state, y) => observe([x, state?.Item1], [y.Item1, y.Item2]) is var z ? (z[0], z[1]) : y).remove;
            case nn.Module<Tensor, Tensor, (Tensor, Tensor)> recurrent:
                return recurrent.register_forward_hook((_, x, _, y) => observe([x], [y.Item1, y.Item2]) is var z ? (z[0], z[1]) : y).remove;
            case nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)> lstm:
                return lstm.register_forward_hook((_, x, _, y) => observe([x], [y.Item1, y.Item2, y.Item3]) is var z ? (z[0], z[1], z[2]) : y).remove;
            case nn.Module<Tensor, Tensor, Tensor, Tensor> encoder:
                return encoder.register_forward_hook((_, x, _, _, y) => observe([x], [y])[0]).remove;
            case MultiheadAttention attention:
                return attention.register_forward_hook((_, query, key, value, _, _, _, y) => Tuple.Create(observe([query, key, value], [y.Item1])[0], y.Item2)).remove;
            default:
                throw new NotSupportedException($"no hook for {_module.GetType().Name}.");
        }
    }

    private static bool Supported(Module module) => module.GetType().Namespace == "TorchSharp.Modules" && module is not Sequential
        && (module is nn.Module<Tensor, Tensor> or nn.Module<Tensor, Tensor, Tensor> or LSTMCell or RNN or GRU or LSTM or TransformerEncoder or MultiheadAttention);
}
