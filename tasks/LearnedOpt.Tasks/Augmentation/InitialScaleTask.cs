using LearnedOpt.Numerics;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Augmentation;

/// <summary>Initial matrices and kernels (everything of two axes or more) times a factor; biases and norms begin as before.</summary>
/// <param name="inner">The task inside; disposed with this.</param>
/// <param name="factor">Positive.</param>
/// <param name="name">Name of the changed task; null: the inner one's.</param>
public sealed class InitialScaleTask(ITask inner, double factor, string? name = null) : WrappedTask(inner, name)
{
    public override void Initialize(CounterRandom random, int parameter, Span<float> values)
    {
        Inner.Initialize(random, parameter, values);
        if (Parameters[parameter].Shape.Length < 2) return;
        foreach (ref var value in values) value *= (float)factor;
    }

    public override TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles) => Inner.Sample(split, particles);

    public override Tensor Loss(IReadOnlyList<Tensor> parameters, TaskBatch batch) => Inner.Loss(parameters, batch);
}
