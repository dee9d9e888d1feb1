using LearnedOpt.Numerics;

namespace LearnedOpt.Tasks.Populations;

/// <summary>Which examples make up a mini-batch: shuffled epochs, a pure function of the particle's data stream and step.</summary>
public static class IndexSampler
{
    /// <summary>The examples of one particle's batch.</summary>
    /// <param name="particle">Whose.</param>
    /// <param name="batch">Filled whole.</param>
    /// <param name="examples">Number of examples there are.</param>
    public static void Fill(ParticleState particle, Span<int> batch, int examples) =>
        new ShuffledEpochs(particle.Data, examples).Fill(batch, (ulong)(particle.Step * batch.Length));
}
