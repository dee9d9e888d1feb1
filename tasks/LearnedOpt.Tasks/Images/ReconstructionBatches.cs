using TorchSharp;

namespace LearnedOpt.Tasks.Images;

/// <summary>Images as their own targets.</summary>
/// <param name="images">Disposed with this.</param>
/// <param name="isFlat">Targets as the network answers them: one axis of pixels, or channels, height and width.</param>
public sealed class ReconstructionBatches(ImageBatches images, bool isFlat) : IBatchSource
{
    public string Description => images.Description;

    /// <returns>Inputs <c>[particles, batch, channels, height, width]</c>, targets the same or <c>[particles, batch, pixels]</c>.</returns>
    public TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles)
    {
        var inputs = images.Sample(split, particles).Inputs;
        return new TaskBatch(inputs, isFlat ? inputs.flatten(2) : inputs);
    }

    public void Dispose() => images.Dispose();
}
