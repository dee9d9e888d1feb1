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
    private readonly NetworkLayer[] packed;
    private readonly FloatBuffer even, odd, outputs;

    /// <param name="widths">Channels before the first layer, between layers and behind the last.</param>
    /// <param name="kernels">The vector width.</param>
    public PointwiseNetwork(IReadOnlyList<int> widths, KernelSet kernels)
    {
        this.kernels = kernels;
        layers = [.. Enumerable.Range(0, widths.Count - 1).Select(i => new DenseLayer(widths[i], widths[i + 1]))];
        packed = GC.AllocateArray<NetworkLayer>(layers.Length, pinned: true);
        for (int i = 0; i < layers.Length; i++)
            packed[i] = new NetworkLayer { Weights = layers[i].Weights, Bias = layers[i].Bias, Inputs = layers[i].ChannelsIn, Outputs = layers[i].Outputs };
        int widest = layers.Max(layer => layer.Outputs);
        even = new FloatBuffer((long)widest * Stride);
        odd = new FloatBuffer((long)widest * Stride);
        outputs = new FloatBuffer((long)layers[^1].Outputs * Stride);
    }

    /// <summary>The layers, to pack.</summary>
    public IReadOnlyList<DenseLayer> Layers => layers;

    /// <summary>Evaluates a tile of <paramref name="count"/> elements.</summary>
    /// <param name="input">[channels, TileStride].</param>
    /// <param name="begin">Where the first layer's sums begin.</param>
    /// <param name="count">Elements.</param>
    /// <returns>The outputs [channels, TileStride], valid until the next call.</returns>
    public float* Run(float* input, SumBegin begin, int count)
    {
        Run(input, begin, count, outputs.Pointer, default);
        return outputs.Pointer;
    }

    /// <summary>The same, but the outputs, direction and magnitude, are used for a step at once.</summary>
    public void Step(float* input, SumBegin begin, in UpdateRun update) => Run(input, begin, update.Count, null, update);

    private void Run(float* input, SumBegin begin, int count, float* output, in UpdateRun update)
    {
        fixed (NetworkLayer* pinned = packed)
        {
            kernels.Network(new NetworkRun
            {
                Input = input,
                Stride = Stride,
                Count = count,
                Begin = begin,
                Layers = pinned,
                Depth = packed.Length,
                Even = even.Pointer,
                Odd = odd.Pointer,
                Output = output,
                Update = update,
            });
        }
    }
}
