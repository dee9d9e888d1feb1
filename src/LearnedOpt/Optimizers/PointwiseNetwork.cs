using LearnedOpt.Kernels;

namespace LearnedOpt.Optimizers;

/// <summary>
/// A ReLU network that is applied to every element alike, tile by tile: the activations of a tile go back and forth between
/// two buffers [channels, TileStride] and never reach memory.
/// </summary>
internal sealed unsafe class PointwiseNetwork
{
    private const int Stride = FeatureExtractor.TileStride;

    private readonly KernelSet kernels;
    private readonly DenseLayer[] layers;
    private readonly FloatBuffer even;
    private readonly FloatBuffer odd;

    /// <param name="widths">Channels before the first layer, between layers and behind the last.</param>
    /// <param name="kernels">The vector width.</param>
    public PointwiseNetwork(IReadOnlyList<int> widths, KernelSet kernels)
    {
        this.kernels = kernels;
        layers = [.. Enumerable.Range(0, widths.Count - 1).Select(i => new DenseLayer(widths[i], widths[i + 1]))];
        int widest = layers.Max(layer => layer.Outputs);
        even = new FloatBuffer((long)widest * Stride);
        odd = new FloatBuffer((long)widest * Stride);
    }

    /// <summary>The layers, to pack.</summary>
    public IReadOnlyList<DenseLayer> Layers => layers;

    /// <summary>Evaluates a tile of <paramref name="count"/> elements.</summary>
    /// <param name="input">[channels, TileStride].</param>
    /// <param name="start">Where the first layer's sums begin: its bias [channels] if startStride is 0, else [channels, startStride].</param>
    /// <param name="startStride">0 or the distance between the rows of <paramref name="start"/>.</param>
    /// <param name="count">Elements.</param>
    /// <returns>The outputs [channels, TileStride], valid until the next call.</returns>
    public float* Run(float* input, float* start, int startStride, int count)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            float* output = i % 2 == 0 ? even.Pointer : odd.Pointer;
            bool first = i == 0;
            kernels.Dense(
                input, Stride, layers[i], first ? start : layers[i].Bias, first ? startStride : 0,
                output, Stride, count, relu: i + 1 < layers.Length);
            input = output;
        }

        return input;
    }
}
