using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Functionals;

/// <summary>
/// Packs features of all tensors of a space into one <c>[particles, channels, elements]</c>, tensor after tensor, each row major; and back.
/// </summary>
public static class FeaturePacking
{
    /// <summary>Packs one feature tensor for each tensor of the space.</summary>
    /// <param name="space">The weight space.</param>
    /// <param name="features"><c>[particles, channels, shape of the tensor]</c> each.</param>
    /// <returns><c>[particles, channels, space.ParameterCount]</c>; the caller disposes it.</returns>
    /// <exception cref="WeightSpaceException">A tensor is missing or has another shape.</exception>
    public static Tensor Pack(WeightSpace space, IReadOnlyList<Tensor> features)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(features);
        if (features.Count != space.Tensors.Count)
            throw new WeightSpaceException($"features must be given for each of {space.Tensors.Count} weights; received {features.Count}.");
        return cat([.. features.Select((feature, index) =>
        {
            var (tensor, shape) = (space.Tensors[index], feature.shape);
            return shape.Length >= 2 && shape.Skip(2).SequenceEqual(tensor.Shape)
                ? feature.reshape(shape[0], shape[1], tensor.Count)
                : throw new WeightSpaceException(
                    $"features of weight '{tensor.Name}' must have shape [particles, channels, {string.Join(", ", tensor.Axes)}]; received [{string.Join(", ", shape)}]. " +
                    (shape.Length >= 2 ? WeightSpaceMessages.Hint([.. shape.Skip(2)], tensor.Shape) : "Add the particle and channel axes."));
        })], 2);
    }

    /// <summary>Views of the packed features, one for each tensor.</summary>
    /// <param name="space">The weight space.</param>
    /// <param name="packed"><c>[particles, channels, space.ParameterCount]</c>.</param>
    /// <returns><c>[particles, channels, shape of the tensor]</c> each; the caller disposes them.</returns>
    public static Tensor[] Unpack(WeightSpace space, Tensor packed)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(packed);
        Check(space, packed);
        var offsets = Offsets(space);
        return [.. space.Tensors.Select((tensor, index) => packed.narrow(2, offsets[index], tensor.Count).reshape([packed.shape[0], packed.shape[1], .. tensor.Shape]))];
    }

    /// <summary>Appends channels that have one value over each tensor: <c>features</c> as an evaluator reads them that is told nothing of constants.</summary>
    /// <param name="space">The weight space.</param>
    /// <param name="packed"><c>[particles, channels, space.ParameterCount]</c>.</param>
    /// <param name="constants"><c>[tensors, constant channels]</c>, or <c>[constant channels]</c> if the same over all tensors.</param>
    /// <returns><c>[particles, channels + constant channels, space.ParameterCount]</c>; the caller disposes it.</returns>
    /// <exception cref="WeightSpaceException">A shape is wrong.</exception>
    public static Tensor WithConstants(WeightSpace space, Tensor packed, Tensor constants)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(packed);
        ArgumentNullException.ThrowIfNull(constants);
        Check(space, packed);
        var channels = ConstantChannels(space, constants);
        using var scope = NewDisposeScope();
        var each = constants.to(packed.dtype).to(packed.device).expand(space.Tensors.Count, channels);
        var planes = space.Tensors.Select((tensor, index) => each[index].reshape(1, channels, 1).expand(packed.shape[0], channels, tensor.Count));
        return cat([packed, cat([.. planes], 2)], 1).MoveToOuterDisposeScope();       // [particles, channels + constants, elements]
    }

    /// <summary>The number of channels in [tensors, channels] or [channels].</summary>
    internal static long ConstantChannels(WeightSpace space, Tensor constants) =>
        constants.dim() == 1 || (constants.dim() == 2 && constants.shape[0] == space.Tensors.Count)
            ? constants.shape[^1]
            : throw new WeightSpaceException(
                $"constant channels must have shape [channels], or [{space.Tensors.Count} weights, channels]; received [{string.Join(", ", constants.shape)}]. " +
                "Channels that vary within a weight belong to the features.");

    /// <summary>Requires that features are finite, and names the first that is not: its weight, its place and the units there.</summary>
    /// <param name="space">The weight space.</param>
    /// <param name="packed"><c>[particles, channels, space.ParameterCount]</c>.</param>
    /// <exception cref="WeightSpaceException">A feature is NaN or infinite.</exception>
    public static void RequireFinite(WeightSpace space, Tensor packed)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(packed);
        Check(space, packed);
        using var scope = NewDisposeScope();
        if (packed.isfinite().all().ToBoolean())
            return;
        using var places = packed.isfinite().logical_not().nonzero()[0].data<long>();
        var (particle, channel, element) = (places[0], places[1], places[2]);
        throw NotFinite(space, channel, element, packed[particle, channel, element].ToSingle(), packed.shape[0] > 1 ? particle : -1);
    }

    /// <summary>The same for one particle's [channels, elements]; <paramref name="particle"/> is named unless negative.</summary>
    internal static void RequireFinite(WeightSpace space, ReadOnlySpan<float> packed, int particle)
    {
        for (var place = 0; place < packed.Length; place++)
        {
            if (!float.IsFinite(packed[place]))
                throw NotFinite(space, place / space.ParameterCount, place % space.ParameterCount, packed[place], particle);
        }
    }

    private static WeightSpaceException NotFinite(WeightSpace space, long channel, long element, float value, long particle)
    {
        var offsets = Offsets(space);
        var index = Array.FindLastIndex(offsets, offset => offset <= element);
        while (space.Tensors[index].Count == 0)
            index--;
        var (tensor, rest) = (space.Tensors[index], element - offsets[index]);
        var strides = ParameterView.RowMajor(tensor.Shape);
        var place = string.Join(", ", tensor.Axes.Select((axis, a) => $"{axis.Name} {rest / strides[a] % tensor.Shape[a]}"));
        return new WeightSpaceException(
            $"features of weight '{tensor.Name}' must be finite; received {value} in channel {channel} at [{place}]" +
            $"{(particle >= 0 ? $" of particle {particle}" : "")}. Has the loss diverged? Lower the learning rate or clip gradients.");
    }

    /// <summary>Applies a map to each tensor's part <c>[particles, channels, elements of the tensor]</c>, and packs the results.</summary>
    internal static Tensor Each(WeightSpace space, Tensor packed, Func<Tensor, int, Tensor> map)
    {
        var offsets = Offsets(space);
        return cat([.. space.Tensors.Select((tensor, index) => map(packed.narrow(2, offsets[index], tensor.Count), index))], 2);
    }

    /// <summary>The mean of each channel over each tensor, 0 for an empty one: <c>[particles, channels, tensors]</c>.</summary>
    internal static Tensor Means(WeightSpace space, Tensor packed) => Each(space, packed, (x, index) => space.Tensors[index].Count == 0
        ? zeros([x.shape[0], x.shape[1], 1], dtype: x.dtype, device: x.device)
        : x.mean([2], keepdim: true));

    internal static long[] Offsets(WeightSpace space)
    {
        var offsets = new long[space.Tensors.Count];
        for (var tensor = 1; tensor < offsets.Length; tensor++)
            offsets[tensor] = offsets[tensor - 1] + space.Tensors[tensor - 1].Count;
        return offsets;
    }

    internal static void Check(WeightSpace space, Tensor packed)
    {
        if (packed.dim() != 3 || packed.shape[2] != space.ParameterCount)
            throw new WeightSpaceException(
                $"packed features must have shape [particles, channels, {space.ParameterCount} elements of {space.Tensors.Count} weights]; received " +
                $"[{string.Join(", ", packed.shape)}]. Is this specification for another model?");
    }
}
