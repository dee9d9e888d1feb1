using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Augmentation;

/// <summary>A task that is another one changed a little: same model, same data. Owns the task inside.</summary>
/// <param name="inner">The task inside; disposed with this.</param>
/// <param name="name">Name of the changed task; null: the inner one's.</param>
public abstract class WrappedTask(ITask inner, string? name) : ITask
{
    public string Name { get; } = name ?? inner.Name;
    public string DataSource => Inner.DataSource;
    public IReadOnlyList<TaskParameter> Parameters => Inner.Parameters;
    public WeightSpace Space => Inner.Space;
    public double UninformedLoss => Inner.UninformedLoss;
    public int ChunkSize => Inner.ChunkSize;

    protected ITask Inner { get; } = inner;

    public abstract void Initialize(CounterRandom random, int parameter, Span<float> values);

    public abstract TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles);

    public abstract Tensor Loss(IReadOnlyList<Tensor> parameters, TaskBatch batch);

    public void Dispose() => Inner.Dispose();

    /// <summary>The batch with a tensor of this task's own.</summary>
    protected static TaskBatch Push(TaskBatch batch, Tensor extra) => batch with { Extras = [.. batch.Extras, extra] };

    /// <summary>Takes back what <see cref="Push"/> added.</summary>
    protected static (TaskBatch Batch, Tensor Extra) Pop(TaskBatch batch) =>
        (batch with { Extras = [.. batch.Extras.Take(batch.Extras.Count - 1)] }, batch.Extras[^1]);
}
