using LearnedOpt.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Populations;

/// <summary>Which examples make up a mini-batch: shuffled epochs, a pure function of stream and step.</summary>
public static class IndexSampler
{
    /// <returns>int64 <c>[particles * batch]</c>, particle after particle.</returns>
    public static Tensor Indices(ReadOnlySpan<CounterRandom> streams, ReadOnlySpan<long> steps, int batch, int examples)
    {
        var indices = new long[streams.Length * batch];
        Span<int> drawn = batch <= 1024 ? stackalloc int[batch] : new int[batch];
        for (var p = 0; p < streams.Length; p++)
        {
            new ShuffledEpochs(streams[p], examples).Fill(drawn, (ulong)(steps[p] * batch));
            for (var i = 0; i < batch; i++) indices[p * batch + i] = drawn[i];
        }

        return torch.tensor(indices);
    }
}
