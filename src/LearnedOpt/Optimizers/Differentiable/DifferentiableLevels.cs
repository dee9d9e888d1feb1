using LearnedOpt.WeightSpaces;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary><see cref="LevelFeatures"/> on tensors.</summary>
internal sealed class DifferentiableLevels(FeatureSet features, WeightSpace space)
{
    private readonly double[] centres = [.. LevelFeatures.Ranges.Select(range => (double)range.Centre)], widths = [.. LevelFeatures.Ranges.Select(range => (double)range.Width)];
    private readonly long[] channels = [.. LevelFeatures.ChannelsOf(features).Select(channel => (long)channel)];

    /// <summary>The levels of every tensor, and behind them those of the model. [particles, 12, tensors]</summary>
    /// <param name="meanSquares">[particles, channels, tensors]</param>
    /// <param name="present">[elements]: tensors with zeros do not count for the model; null: all count.</param>
    public Tensor Of(Tensor meanSquares, Tensor? present)
    {
        var (particles, type, device) = (meanSquares.shape[0], meanSquares.dtype, meanSquares.device);
        double[] counts = [.. Counts(present)];
        var elements = counts.Sum();
        var logarithms = 0.5 * (meanSquares.index_select(1, torch.tensor(channels, device: device)) + features.Epsilon).log();
        var own = ((logarithms - Column(centres)) / Column(widths)).clamp(-LevelFeatures.Limit, LevelFeatures.Limit);   // [P, 5, tensors]
        var shares = torch.tensor(counts.Select(count => count / Math.Max(1, elements)).ToArray(), device: device).to(type).reshape(1, 1, -1);
        var model = (own * shares).sum(2, keepdim: true).expand(own.shape);
        var sizes = torch.tensor(space.Tensors.Select(tensor => LevelFeatures.Size(tensor.Count)).ToArray(), device: device).to(type).expand(particles, 1, counts.Length);
        var size = full([particles, 1, counts.Length], LevelFeatures.Size(elements), dtype: type, device: device);
        return cat([own, sizes, model, size], 1);

        Tensor Column(double[] values) => torch.tensor(values, device: device).to(type).reshape(1, -1, 1);
    }

    private IEnumerable<double> Counts(Tensor? present)
    {
        var first = 0L;
        foreach (var tensor in space.Tensors)
        {
            yield return present is null || tensor.Count == 0 ? tensor.Count : tensor.Count * present[first].ToDouble();
            first += tensor.Count;
        }
    }
}
