using LearnedOpt.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Augmentation;

/// <summary>
/// Gradients with noise of their own size: g + share * rms(g) * xi, xi ~ N(0, I) anew each step, rms over each parameter of
/// each particle. The loss is unchanged, and so is evaluation.
/// </summary>
/// <param name="inner">The task inside; disposed with this.</param>
/// <param name="share">Deviation of the noise over the gradient's root mean square.</param>
/// <param name="name">Name of the changed task; null: the inner one's.</param>
public sealed class GradientNoiseTask(ITask inner, double share, string? name = null) : WrappedTask(inner, name)
{
    private readonly int _count = inner.Parameters.Sum(parameter => parameter.Count);

    public override void Initialize(CounterRandom random, int parameter, Span<float> values) => Inner.Initialize(random, parameter, values);

    /// <inheritdoc/>
    /// <remarks>Adds the noise of all parameters, <c>[particles, elements]</c>; no elements outside training.</remarks>
    public override TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles)
    {
        var count = split == DataSplit.Train ? _count : 0;
        var noise = new float[particles.Length * count];
        for (var i = 0; i < particles.Length; i++)
            particles[i].Data.At("gradient noise").At((ulong)particles[i].Step).Fill(noise.AsSpan(i * count, count));
        foreach (ref var value in noise.AsSpan()) value *= (float)share;
        return Push(Inner.Sample(split, particles), torch.tensor(noise, [particles.Length, count]));
    }

    public override Tensor Loss(IReadOnlyList<Tensor> parameters, TaskBatch batch)
    {
        var (inside, noise) = Pop(batch);
        if (noise.shape[1] == 0) return Inner.Loss(parameters, inside);
        var pieces = noise.split(Parameters.Select(parameter => (long)parameter.Count).ToArray(), 1); // parameters x [particles, elements]
        return Inner.Loss([.. parameters.Select((parameter, i) => NoisyGradient.apply(parameter, pieces[i].view_as(parameter)))], inside);
    }

    /// <summary>The identity, whose backward adds the noise.</summary>
    private sealed class NoisyGradient : autograd.SingleTensorFunction<NoisyGradient>
    {
        public override string Name => nameof(NoisyGradient);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[1]]);
            return ((Tensor)vars[0]).clone();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            long[] axes = [.. Enumerable.Range(1, (int)grad_output.dim() - 1)];
            var size = axes.Length == 0 ? grad_output.abs() : grad_output.square().mean(axes, keepdim: true).sqrt(); // [particles, 1, ...]
            return [grad_output + size * ctx.get_saved_variables()[0], null!];
        }
    }
}
