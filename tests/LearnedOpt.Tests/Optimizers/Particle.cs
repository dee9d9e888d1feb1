using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>Weights and gradients of one model in pinned arrays, exactly as long as they claim to be.</summary>
internal sealed unsafe class Particle
{
    private readonly WeightSpace space;
    private readonly ParameterSlice[] slices;

    public Particle(WeightSpace space)
    {
        this.space = space;
        Weights = [.. space.Tensors.Select(tensor => GC.AllocateArray<float>((int)tensor.Count, pinned: true))];
        Gradients = [.. space.Tensors.Select(tensor => GC.AllocateArray<float>((int)tensor.Count, pinned: true))];
        slices = new ParameterSlice[space.Tensors.Count];
        for (int t = 0; t < slices.Length; t++)
        {
            fixed (float* weight = Weights[t], gradient = Gradients[t])
                slices[t] = new ParameterSlice(weight, gradient, Weights[t].Length);
        }
    }

    public float[][] Weights { get; }

    public float[][] Gradients { get; }

    public ReadOnlySpan<ParameterSlice> Slices => slices;

    public static Particle Random(WeightSpace space, CounterRandom random)
    {
        var particle = new Particle(space);
        for (int t = 0; t < particle.Weights.Length; t++)
            random.At((ulong)t).Fill(particle.Weights[t]);
        return particle;
    }

    /// <summary>Gradients of a different size for each tensor, with some structure over steps.</summary>
    public void DrawGradients(CounterRandom random, int step)
    {
        for (int t = 0; t < Gradients.Length; t++)
        {
            random.At((ulong)step).At((ulong)t).Fill(Gradients[t]);
            float size = MathF.Pow(10f, -(t % 5));
            for (int i = 0; i < Gradients[t].Length; i++)
                Gradients[t][i] = size * (Gradients[t][i] + (0.3f * Weights[t][i]));
        }
    }

    public Particle Permuted(GroupElement element)
    {
        var result = new Particle(space);
        for (int t = 0; t < Weights.Length; t++)
        {
            element.Apply<float>(t, Weights[t], result.Weights[t]);
            element.Apply<float>(t, Gradients[t], result.Gradients[t]);
        }

        return result;
    }

    public Particle Copy() => Permuted(GroupElement.Identity(space));
}
