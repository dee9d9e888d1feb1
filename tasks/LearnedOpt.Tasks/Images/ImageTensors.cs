using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Images;

/// <summary>Images as tensors, split in training, validation and test parts. Read-only after construction, so threads share it.</summary>
public sealed class ImageTensors : IDisposable
{
    private readonly (Tensor Inputs, Tensor Labels)[] _splits;

    /// <param name="source">In words, for lists and reports.</param>
    /// <param name="shape">Shape of one image as the model wants it: [features] or [channels, height, width].</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="splits">For each <see cref="DataSplit"/> pixels (image after image) and labels.</param>
    public ImageTensors(string source, long[] shape, int classes, params IReadOnlyList<(float[] Pixels, int[] Labels)> splits)
    {
        (Source, Shape, Classes) = (source, shape, classes);
        _splits = [.. splits.Select(split => (
            torch.tensor(split.Pixels, [split.Labels.Length, .. shape]).DetachFromDisposeScope(),
            torch.tensor(split.Labels.Select(label => (long)label).ToArray()).DetachFromDisposeScope()))];
    }

    /// <summary>The images of a request, as the models take them.</summary>
    /// <param name="folder">Where the data are.</param>
    /// <param name="request">Which, and how large.</param>
    /// <param name="flat">One axis of features instead of channels, height and width.</param>
    public static ImageTensors Load(DataFolder folder, ImageRequest request, bool flat)
    {
        var splits = DataCache.Shared.Images(folder, request);
        var train = splits.Train;
        long[] shape = flat ? [train.PixelsPerImage] : [train.Channels, train.Height, train.Width];
        return new ImageTensors(train.Source, shape, train.Classes,
            [.. new[] { train, splits.Validation, splits.Test }.Select(part => (part.Pixels, part.Labels))]);
    }

    public string Source { get; }
    public long[] Shape { get; }
    public int Classes { get; }

    /// <summary>Numbers in one image.</summary>
    public int Features => (int)Shape.Aggregate(1L, (product, size) => product * size);

    /// <returns>Inputs <c>[particles, batch, shape]</c>, targets int64 <c>[particles, batch]</c>.</returns>
    public TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles, int batch)
    {
        var (inputs, labels) = _splits[(int)split];
        var indices = IndexSampler.Indices(particles, batch, (int)labels.shape[0]);
        return new TaskBatch(
            inputs.index_select(0, indices).view([particles.Length, batch, .. Shape]),
            labels.index_select(0, indices).view(particles.Length, batch));
    }

    public void Dispose()
    {
        foreach (var (inputs, labels) in _splits)
        {
            inputs.Dispose();
            labels.Dispose();
        }
    }
}
