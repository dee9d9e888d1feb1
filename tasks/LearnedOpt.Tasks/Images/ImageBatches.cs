using System.Runtime.InteropServices;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Images;

/// <summary>Images and their labels, from shuffled epochs. The pixels are shared with every other task on the same images.</summary>
/// <param name="images">From <see cref="DataCache"/>.</param>
/// <param name="batch">Images a step.</param>
public sealed class ImageBatches(ImageSplits images, int batch) : IBatchSource
{
    public string Description => images.Train.Source;

    /// <returns>Inputs <c>[particles, batch, channels, height, width]</c>, targets int64 <c>[particles, batch]</c>.</returns>
    public TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles)
    {
        var part = split switch { DataSplit.Train => images.Train, DataSplit.Validation => images.Validation, _ => images.Test };
        var inputs = torch.empty([particles.Length, batch, part.Channels, part.Height, part.Width]);
        var targets = torch.empty([particles.Length, batch], dtype: ScalarType.Int64);
        var pixels = MemoryMarshal.Cast<byte, float>(inputs.bytes);
        var labels = MemoryMarshal.Cast<byte, long>(targets.bytes);
        var items = new int[batch];
        for (var particle = 0; particle < particles.Length; particle++)
        {
            IndexSampler.Fill(particles[particle], items, part.Count);
            part.Gather(items, pixels[(particle * batch * part.PixelsPerImage)..], labels[(particle * batch)..]);
        }

        return new TaskBatch(inputs, targets);
    }

    public void Dispose()
    {
    }
}
