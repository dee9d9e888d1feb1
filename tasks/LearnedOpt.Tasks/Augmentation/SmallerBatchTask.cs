using LearnedOpt.Numerics;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Augmentation;

/// <summary>Trains on the first examples of each batch only, so that gradients are noisier; evaluation keeps whole batches.</summary>
/// <param name="inner">The task inside; disposed with this.</param>
/// <param name="batch">Examples a training step, at most as many as the inner task's.</param>
/// <param name="name">Name of the changed task; null: the inner one's.</param>
public sealed class SmallerBatchTask(ITask inner, int batch, string? name = null) : WrappedTask(inner, name)
{
    public override void Initialize(CounterRandom random, int parameter, Span<float> values) => Inner.Initialize(random, parameter, values);

    public override TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles)
    {
        var whole = Inner.Sample(split, particles);
        if (split != DataSplit.Train || whole.Inputs.shape[1] <= batch) return whole;
        return whole with { Inputs = whole.Inputs.narrow(1, 0, batch), Targets = whole.Targets.narrow(1, 0, batch) };
    }

    public override Tensor Loss(IReadOnlyList<Tensor> parameters, TaskBatch batch) => Inner.Loss(parameters, batch);
}
