using LearnedOpt.Numerics;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Images;

/// <summary>Layers over a population: weights <c>[particles, out, in]</c>, activations <c>[particles, batch, in]</c>.</summary>
internal static class DenseLayers
{
    /// <summary>x W^T + b for each particle.</summary>
    /// <returns><c>[particles, batch, out]</c></returns>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor bias) =>
        baddbmm(bias.unsqueeze(1), x, weight.transpose(1, 2), 1, 1);

    /// <summary>Mean negative log-likelihood of integer targets, for each particle.</summary>
    /// <param name="logits"><c>[particles, batch, classes]</c></param>
    /// <param name="targets">int64 <c>[particles, batch]</c></param>
    /// <returns><c>[particles]</c></returns>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets)
    {
        var (particles, batch) = (logits.shape[0], logits.shape[1]);
        return nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction: nn.Reduction.None)
            .view(particles, batch) // [particles, batch]
            .mean([1]);
    }

    /// <summary>Uniform on +-1 / sqrt(fan in): TorchSharp's default for weights and biases of linear and convolution layers.</summary>
    public static void FanInUniform(CounterRandom random, long fanIn, Span<float> values)
    {
        var bound = (float)(1 / Math.Sqrt(fanIn));
        random.FillUniform(values);
        foreach (ref var value in values) value = bound * (2 * value - 1);
    }
}
