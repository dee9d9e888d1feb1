using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>What networks on images do with the places of an image.</summary>
internal static class Places
{
    /// <summary>
    /// Mean over all places. The sum is scaled, not the places: the gradient of every place is then one value that lies in memory
    /// once.
    /// </summary>
    /// <param name="x"><c>[particles, batch, channels, height, width]</c></param>
    /// <returns><c>[particles, batch, channels]</c></returns>
    public static Tensor Mean(Tensor x) => x.sum([3, 4]) * (1.0 / (x.shape[3] * x.shape[4]));

    /// <summary>The same images with channels side by side in memory, which spares convolutions their rearranging.</summary>
    /// <param name="x"><c>[particles, batch, channels, height, width]</c></param>
    public static Tensor ChannelsLast(Tensor x) => x.permute(0, 1, 3, 4, 2).contiguous().permute(0, 1, 4, 2, 3);
}
