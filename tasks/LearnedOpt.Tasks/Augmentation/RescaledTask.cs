using LearnedOpt.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Augmentation;

/// <summary>What shares one scale.</summary>
public enum RescaleLevel
{
    /// <summary>The whole model.</summary>
    Model,

    /// <summary>Every parameter by itself.</summary>
    Parameter,
}

/// <summary>
/// The optimizer sees w = W / s instead of the model's W: same function, gradients s times as large. s is log-uniform on
/// [1 / factor, factor], drawn for each particle from its initial stream. Rules that rely on the usual size of weights
/// and gradients learn better.
/// </summary>
/// <remarks>Reference: Metz et al., 2022 (VeLO), task augmentation; Moudgil et al., 2025 (Celo): 1000, the whole model.</remarks>
/// <param name="inner">The task inside; disposed with this.</param>
/// <param name="factor">At least 1.</param>
/// <param name="level">What shares one scale.</param>
/// <param name="name">Name of the changed task; null: the inner one's.</param>
public sealed class RescaledTask(ITask inner, double factor, RescaleLevel level = RescaleLevel.Model, string? name = null) : WrappedTask(inner, name)
{
    /// <summary>s of one parameter of the particle with this initial stream.</summary>
    public float ScaleOf(CounterRandom initialization, int parameter) => (float)Math.Pow(factor,
        2 * initialization.At("scale").UniformDouble(level == RescaleLevel.Model ? 0 : (ulong)parameter) - 1);

    public override void Initialize(CounterRandom random, int parameter, Span<float> values)
    {
        Inner.Initialize(random, parameter, values);
        var scale = ScaleOf(random, parameter);
        foreach (ref var value in values) value /= scale;
    }

    /// <inheritdoc/>
    /// <remarks>Adds the scales, <c>[particles, parameters]</c>.</remarks>
    public override TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles)
    {
        var scales = new float[particles.Length * Parameters.Count];
        for (var i = 0; i < scales.Length; i++) scales[i] = ScaleOf(particles[i / Parameters.Count].Initialization, i % Parameters.Count);
        return Push(Inner.Sample(split, particles), torch.tensor(scales, [particles.Length, Parameters.Count]));
    }

    public override Tensor Loss(IReadOnlyList<Tensor> parameters, TaskBatch batch)
    {
        var (inside, scales) = Pop(batch);
        return Inner.Loss([.. parameters.Select((parameter, i) =>
            parameter * scales.select(1, i).view([-1, .. Enumerable.Repeat(1L, (int)parameter.dim() - 1)]))], inside);
    }
}
