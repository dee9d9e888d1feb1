namespace LearnedOpt.Tasks.Images;

/// <summary>Images and their labels, from shuffled epochs.</summary>
/// <param name="images">Disposed with this.</param>
/// <param name="batch">Images a step.</param>
public sealed class ImageBatches(ImageTensors images, int batch) : IBatchSource
{
    public string Description => images.Source;

    public TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles) => images.Sample(split, particles, batch);

    public void Dispose() => images.Dispose();
}
