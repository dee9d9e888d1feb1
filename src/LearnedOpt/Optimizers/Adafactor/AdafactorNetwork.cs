using LearnedOpt.Kernels;

namespace LearnedOpt.Optimizers;

/// <summary>
/// The network of an Adafactor-family rule, bound to a theta: 30 features, hidden ReLU layers, outputs direction and
/// magnitude. Each feature's normalisation over a tensor is folded into the first layer.
/// </summary>
internal sealed unsafe class AdafactorNetwork
{
    /// <summary>Features of an element, see <see cref="AdafactorKernel{L, V}"/>; the first fifteen are those of tensors that are not factored.</summary>
    public const int Features = 30, PlainFeatures = 15;

    /// <summary>Channels of each part of the first layer's matrix, as the authors of Celo group them.</summary>
    public static readonly int[] Groups = [1, 1, 1, 3, 1, 3, 1, 3, 1, 3, 3, 3, 3, 3];

    private readonly PointwiseNetwork network;
    private readonly FloatBuffer start;
    private readonly TimeBias? time;
    private readonly float[] first, scaled;
    private readonly int channels;

    public AdafactorNetwork(int channels, int hiddenLayers, int outputs, bool hasTime, KernelSet kernels)
    {
        this.channels = channels;
        network = new PointwiseNetwork([Features, .. Enumerable.Repeat(channels, hiddenLayers), outputs], kernels);
        (first, scaled) = (new float[Features * channels], new float[Features * channels]);
        start = new FloatBuffer(channels);
        time = hasTime ? new TimeBias(channels) : null;
    }

    /// <summary>The first layer's matrix [30, channels], to fill.</summary>
    public Span<float> First => first;

    /// <summary>Takes the first layer's bias, and its matrix of time features [11, channels] where it has one.</summary>
    public void BindFirst(ReadOnlySpan<float> bias, ReadOnlySpan<float> timeMatrix)
    {
        network.Layers[0].PackBias(bias);
        time?.Bind(timeMatrix);
    }

    /// <summary>Takes a layer behind the first. Of the last one, the magnitude's column is multiplied by <paramref name="magnitudeScale"/>.</summary>
    public void BindLayer(int layer, ReadOnlySpan<float> matrix, ReadOnlySpan<float> bias, float magnitudeScale)
    {
        bool last = layer == network.Layers.Count - 1;
        int outputs = network.Layers[layer].ChannelsOut;
        float[] weights = matrix.ToArray(), shift = bias.ToArray();
        for (int i = 1; last && i < weights.Length; i += outputs)
            weights[i] *= magnitudeScale;
        if (last)
            shift[1] *= magnitudeScale;
        network.Layers[layer].Pack(weights);
        network.Layers[layer].PackBias(shift);
    }

    /// <summary>Sets what a step shares.</summary>
    public void BeginStep(long step)
    {
        float* shift = time is null ? null : time.At(step, long.MaxValue);
        for (int c = 0; c < channels; c++)
            start.Pointer[c] = network.Layers[0].Bias[c] + (shift == null ? 0f : shift[c]);
    }

    /// <summary>Sets what a tensor's features are multiplied by, [30].</summary>
    public void Scale(ReadOnlySpan<float> scales)
    {
        for (int i = 0; i < first.Length; i++)
            scaled[i] = first[i] * scales[i / channels];
        network.Layers[0].Pack(scaled);
    }

    /// <summary>Evaluates a tile [30, TileStride]; outputs [outputs, TileStride].</summary>
    public float* Run(float* tile, int count) => network.Run(tile, SumBegin.Bias(start.Pointer), count);
}
