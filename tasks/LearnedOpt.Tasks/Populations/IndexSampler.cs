using LearnedOpt.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Populations;

/// <summary>Which examples make up a mini-batch: shuffled epochs, a pure function of stream and step.</summary>
public static class IndexSampler
{
    /// <summary>The examples of one particle's batch.</summary>
    /// <param name="particle">Whose.</param>
    /// <param name="batch">Filled whole.</param>
    /// <param name="examples">Number of examples there are.</param>
    public static void Fill(ParticleState particle, Span<int> batch, int examples) =>
        new ShuffledEpochs(particle.Data, examples).Fill(batch, (ulong)(particle.Step * batch.Length));

    /// <returns>int64 <c>[particles * batch]</c>, particle after particle.</returns>
    public static Tensor Indices(ReadOnlySpan<ParticleState> particles, int batch, int examples)
    {
        var indices = new long[particles.Length * batch];
        var drawn = new int[batch];
        for (var p = 0; p < particles.Length; p++)
        {
            Fill(particles[p], drawn, examples);
            for (var i = 0; i < batch; i++) indices[p * batch + i] = drawn[i];
        }

        return torch.tensor(indices);
    }
}
