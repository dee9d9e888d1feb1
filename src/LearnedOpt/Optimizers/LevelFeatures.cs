using LearnedOpt.Kernels;

namespace LearnedOpt.Optimizers;

/// <summary>
/// What dividing features by their root mean square hides: how large they are. Of each tensor, natural logarithms of the
/// root mean square of W, of g / sqrt(v) and of the momenta 0.9, 0.99 and 0.999 / sqrt(v), and its size; and the means of
/// the former over all tensors, weighted by size, with the model's size. The same for all elements of a tensor, so they cost
/// a small product a tensor; they are invariant to every permutation, and each is limited to [-3, 3].
/// </summary>
/// <remarks>
/// The root mean square of momentum / sqrt(v) is the gradient's ratio of signal to noise, which is what step sizes follow:
/// near 1 while gradients agree, near sqrt((1 - decay) / (1 + decay)) when they are noise.
/// </remarks>
internal sealed unsafe class LevelFeatures
{
    /// <summary>Number of features: five levels and a size, of the tensor and of the model.</summary>
    public const int Count = 2 * (Levels + 1);

    /// <summary>Largest magnitude of a level.</summary>
    public const float Limit = 3f;

    private const int Levels = 5;

    /// <summary>Where the levels of ordinary training lie, and how widely, from runs of the registered tasks.</summary>
    public static readonly (float Centre, float Width)[] Ranges = [(-3f, 2f), (0f, 1f), (-1.5f, 1f), (-2f, 1f), (-2.5f, 1f)];

    private readonly FeatureExtractor extractor;
    private readonly int[] featureChannels;
    private readonly int channels;
    private readonly FloatBuffer weights, constant;
    private readonly float[] own, model = new float[Levels + 1];

    /// <param name="features">Normalised features, in the order of which levels are taken: W first, the last four divided by sqrt(v).</param>
    /// <param name="extractor">Gives their scales.</param>
    /// <param name="tensors">Number of tensors.</param>
    /// <param name="channels">Outputs of the first layer.</param>
    public LevelFeatures(FeatureSet features, FeatureExtractor extractor, int tensors, int channels)
    {
        (this.extractor, this.channels) = (extractor, channels);
        featureChannels = ChannelsOf(features);
        weights = new FloatBuffer((long)Count * channels);
        constant = new FloatBuffer(channels);
        own = new float[tensors * (Levels + 1)];
    }

    /// <summary>Channels whose root mean squares are levels.</summary>
    public static int[] ChannelsOf(FeatureSet features)
    {
        int first = features.NormalisedMomentumChannel(0);
        return [0, first - 1, first, first + 1, first + 2];
    }

    /// <summary>The size of that many elements, as a level.</summary>
    public static float Size(double elements) => Within(((float)Math.Log10(Math.Max(1, elements)) / 2f) - 1.5f);

    /// <summary>Takes the matrix [<see cref="Count"/>, channels].</summary>
    public void Bind(ReadOnlySpan<float> matrix) => matrix.CopyTo(weights.Span);

    /// <summary>Computes the levels of all tensors, after the first sweep over each.</summary>
    public void Measure(ReadOnlySpan<ParameterSlice> tensors)
    {
        Span<double> sums = stackalloc double[Levels];
        sums.Clear();
        double elements = 0;
        for (int t = 0; t < tensors.Length; t++)
        {
            if (TensorSizes.Skips(tensors[t]))
                continue;
            float* scales = extractor.Scales(t);
            Span<float> levels = own.AsSpan(t * (Levels + 1), Levels + 1);
            for (int i = 0; i < Levels; i++)
            {
                levels[i] = Within((-MathF.Log(scales[featureChannels[i]]) - Ranges[i].Centre) / Ranges[i].Width);
                sums[i] += (double)levels[i] * tensors[t].Count;
            }

            levels[Levels] = Size(tensors[t].Count);
            elements += tensors[t].Count;
        }

        for (int i = 0; i < Levels; i++)
            model[i] = (float)(sums[i] / Math.Max(1, elements));
        model[Levels] = Size(elements);
    }

    /// <summary>The levels of a tensor times a vector [<see cref="Count"/>].</summary>
    public float Dot(int tensor, ReadOnlySpan<float> vector)
    {
        float sum = 0f;
        for (int i = 0; i < Count; i++)
            sum += Of(tensor, i) * vector[i];
        return sum;
    }

    /// <summary><paramref name="rest"/> [channels] and the product of a tensor's levels with the matrix; valid until the next call.</summary>
    public float* Add(int tensor, float* rest)
    {
        new ReadOnlySpan<float>(rest, channels).CopyTo(constant.Span);
        for (int i = 0; i < Count; i++)
        {
            float level = Of(tensor, i);
            float* row = weights.Pointer + ((long)i * channels);
            for (int c = 0; c < channels; c++)
                constant.Pointer[c] += level * row[c];
        }

        return constant.Pointer;
    }

    private float Of(int tensor, int i) => i <= Levels ? own[(tensor * (Levels + 1)) + i] : model[i - Levels - 1];

    private static float Within(float level) => Math.Clamp(level, -Limit, Limit);
}
