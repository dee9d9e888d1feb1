namespace LearnedOpt.Tasks;

/// <summary>
/// Mini-batches for a population. Read-only after construction, so threads share it; tensors it makes belong to the
/// caller's dispose scope, and disposing it disposes its data.
/// </summary>
public interface IBatchSource : IDisposable
{
    /// <summary>In words, for lists and reports.</summary>
    string Description { get; }

    /// <inheritdoc cref="ITask.Sample"/>
    TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles);
}
