using LearnedOpt.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace LearnedOpt.WeightSpaces;

/// <summary>
/// A module's parameters and buffers while it is experimented on: evaluation mode, values that can be randomised and permuted
/// in place, and everything as it was on disposal. Use under <c>no_grad</c>.
/// </summary>
internal sealed class ModuleState : IDisposable
{
    // Parents before children: train(...) sets a module with all that is in it, and some may be frozen.
    private readonly (Module Module, bool Training)[] _modes;
    private readonly List<(Tensor Live, Tensor Original)> _originals;
    private List<(Tensor Live, Tensor Saved)> _saved = [];

    internal ModuleState(Module module)
    {
        _modes = [.. module.named_modules().Select(entry => entry.module).Prepend(module).Select(part => (part, part.training))];
        Parameters = module.named_parameters().ToDictionary(parameter => parameter.name, parameter => (Tensor)parameter.parameter);
        Buffers = module.named_buffers().ToDictionary(buffer => buffer.name, buffer => buffer.buffer);
        _originals = [.. Parameters.Values.Concat(Buffers.Values).Select(live => (live, live.clone().DetachFromDisposeScope()))];
        module.eval();
    }

    internal IReadOnlyDictionary<string, Tensor> Parameters { get; }

    internal IReadOnlyDictionary<string, Tensor> Buffers { get; }

    /// <summary>
    /// Moves every parameter, and the given buffers, away from special values (zero biases, unit norms), where wrong symmetries would go
    /// unnoticed: multiplied by 1 + u / 2, plus n / 10 of its size. Values without negatives keep their sign.
    /// </summary>
    internal void Randomize(IEnumerable<string>? buffers = null)
    {
        var random = new CounterRandom(0x5EED).At("verify");
        var index = 0UL;
        foreach (var tensor in Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).Concat((buffers ?? []).Select(name => Buffers[name])))
        {
            var stream = random.At(index++);
            if (!tensor.is_floating_point() || tensor.numel() == 0)
                continue;
            var (stretch, shift) = (new float[tensor.numel()], new float[tensor.numel()]);
            stream.At("stretch").FillUniform(stretch);
            stream.At("shift").Fill(shift);
            var size = Math.Max(0.1, tensor.to(float64).square().mean().sqrt().ToDouble());
            var keepsSign = tensor.min().ToDouble() >= 0;
            var factor = Like(stretch, tensor) * 0.5 + 1;
            var noise = Like(shift, tensor) * (0.1 * size);
            tensor.copy_(tensor * factor + (keepsSign ? noise.abs() : noise));
        }

        Remember();
    }

    /// <summary>Back to the values of the last <see cref="Randomize"/>.</summary>
    internal void Recall()
    {
        foreach (var (live, saved) in _saved)
            live.copy_(saved);
    }

    /// <summary>Permutes the axes of every tensor and buffer of a space that live in this module.</summary>
    internal void Permute(GroupElement element)
    {
        var space = element.Space;
        for (var t = 0; t < space.Tensors.Count; t++)
            Permute(element, Find(space.Tensors[t], Parameters), space.Tensors[t], space.AxisSymmetries(t));
        for (var b = 0; b < space.Buffers.Count; b++)
            Permute(element, Find(space.Buffers[b], Buffers), space.Buffers[b], space.BufferSymmetries(b));
    }

    public void Dispose()
    {
        foreach (var (live, original) in _originals)
        {
            live.copy_(original);
            original.Dispose();
        }

        Forget();
        foreach (var (part, training) in _modes.Where(mode => mode.Module.training != mode.Training))
            part.train(training);
    }

    private static Tensor Find(WeightTensor tensor, IReadOnlyDictionary<string, Tensor> values) => values.TryGetValue(tensor.View.Parameter, out var value)
        ? value
        : throw new WeightSpaceException($"weight '{tensor.Name}' needs parameter '{tensor.View.Parameter}', which the model lacks. Is this specification for another model?");

    private static void Permute(GroupElement element, Tensor parameter, WeightTensor tensor, ReadOnlySpan<int> symmetries)
    {
        if (symmetries.ToArray().All(symmetry => element.Permutations[symmetry].IsIdentity))
            return;
        var view = parameter.as_strided([.. tensor.Shape], tensor.View.StridesFor(tensor.Shape), parameter.storage_offset() + tensor.View.Offset);
        var moved = view;
        for (var axis = 0; axis < symmetries.Length; axis++)
        {
            if (!element.Permutations[symmetries[axis]].IsIdentity)
                moved = moved.index_select(axis, torch.tensor(element.SourceIndices(symmetries[axis]), device: parameter.device));
        }

        view.copy_(moved);
    }

    /// <summary>Standard normals that leave the model's own generator as it is.</summary>
    internal static Tensor Noise(long[] shape, ScalarType type, Device device, CounterRandom random)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        random.Fill(values);
        return torch.tensor(values).reshape(shape).to(type).to(device);
    }

    private static Tensor Like(float[] values, Tensor tensor) => torch.tensor(values).reshape(tensor.shape).to(tensor.dtype).to(tensor.device);

    private void Remember()
    {
        Forget();
        _saved = [.. _originals.Select(pair => (pair.Live, pair.Live.clone().DetachFromDisposeScope()))];
    }

    private void Forget()
    {
        foreach (var (_, saved) in _saved)
            saved.Dispose();
        _saved = [];
    }
}
