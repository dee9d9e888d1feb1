namespace LearnedOpt.Tasks.Images;

/// <summary>Images as their own targets, from shuffled epochs.</summary>
/// <param name="images">Disposed with this.</param>
/// <param name="batch">Images a step.</param>
public sealed class ReconstructionBatches(ImageTensors images, int batch) : IBatchSource
{
    public string Description => images.Source;

    public TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles)
    {
        var inputs = images.Sample(split, particles, batch).Inputs;
        return new TaskBatch(inputs, inputs);
    }

    public void Dispose() => images.Dispose();
}
