using LearnedOpt.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Populations;

/// <summary>Which examples make up a mini-batch: shuffled epochs, a pure function of stream and step.</summary>
public static class IndexSampler
{
    /// <summary>The examples of one particle's batch.</summary>
    /// <param name="stream">The particle's data stream.</param>
    /// <param name="step">Its inner step.</param>
    /// <param name="batch">Filled whole.</param>
    /// <param name="examples">Number of examples there are.</param>
    public static void Fill(CounterRandom stream, long step, Span<int> batch, int examples) =>
        new ShuffledEpochs(stream, examples).Fill(batch, (ulong)(step * batch.Length));

    /// <returns>int64 <c>[particles * batch]</c>, particle after particle.</returns>
    public static Tensor Indices(ReadOnlySpan<CounterRandom> streams, ReadOnlySpan<long> steps, int batch, int examples)
    {
        var indices = new long[streams.Length * batch];
        var drawn = new int[batch];
        for (var p = 0; p < streams.Length; p++)
        {
            Fill(streams[p], steps[p], drawn, examples);
            for (var i = 0; i < batch; i++) indices[p * batch + i] = drawn[i];
        }

        return torch.tensor(indices);
    }
}
