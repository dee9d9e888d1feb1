using LearnedOpt.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace LearnedOpt.WeightSpaces;

/// <summary>
/// Finds the number of heads of an attention, which no public member tells: moving whole heads, and the dimensions within all
/// heads alike, leaves the output unchanged for the right number. No smaller number passes; larger ones pass when there is one head.
/// </summary>
internal static class HeadProbe
{
    private const double Tolerance = 1e-4;

    /// <param name="module">The module that holds the attention.</param>
    /// <param name="prefix">Path of the attention within it, empty or ending in a dot.</param>
    /// <param name="name">How a message calls it.</param>
    internal static long Heads(Module module, string prefix, string name)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var state = new ModuleState(module);
        state.Randomize();
        var (packed, output) = (state.Parameters[$"{prefix}in_proj_weight"], state.Parameters[$"{prefix}out_proj.weight"]);
        var bias = state.Parameters.GetValueOrDefault($"{prefix}in_proj_bias");
        var width = output.shape[0];
        var source = ModuleState.Noise([5, 2, width], output.dtype, output.device, new CounterRandom(0x4EAD));
        var expected = Run(module, source);
        for (var heads = 1L; heads <= width; heads++)
        {
            if (width % heads != 0)
                continue;
            var (match, mix) = (Moved(heads, 1, width / heads, 1), Moved(heads, 1, width / heads, 2));
            Rearrange(packed, 0, [.. match, .. match.Select(index => index + width), .. mix.Select(index => index + 2 * width)]);
            if (bias is not null)
                Rearrange(bias, 0, [.. match, .. match.Select(index => index + width), .. mix.Select(index => index + 2 * width)]);
            Rearrange(output, 1, mix);
            if (((Run(module, source) - expected).abs().max() / expected.abs().max()).ToDouble() < Tolerance)
                return heads;
            state.Recall();
        }

        throw new WeightSpaceException($"cannot tell how many heads '{name}' has: no divisor of {width} leaves its output unchanged. Are its weights finite?");
    }

    /// <summary>Heads one further, so those that share one of them, and dimensions within each by some steps: [heads, shared, size] laid out flat.</summary>
    internal static long[] Moved(long heads, long shared, long size, long steps) =>
        [.. Enumerable.Range(0, (int)(heads * shared * size)).Select(index =>
            ((index / (shared * size) + 1) % heads * shared + (index / size % shared + 1) % shared) * size + (index + steps) % size)];

    private static void Rearrange(Tensor parameter, long axis, long[] order) =>
        parameter.copy_(parameter.index_select(axis, tensor(order, device: parameter.device)));

    private static Tensor Run(Module module, Tensor source) => module switch
    {
        MultiheadAttention attention => attention.call(source, source, source).Item1,
        TransformerEncoderLayer layer => layer.call(source),
        TransformerEncoder encoder => encoder.call(source),
        TransformerDecoderLayer layer => layer.call(source, source),
        TransformerDecoder decoder => decoder.call(source, source),
        Transformer transformer => transformer.call(source, source),
        _ => throw new ArgumentException($"{module.GetType().Name} holds no attention.", nameof(module)),
    };
}
