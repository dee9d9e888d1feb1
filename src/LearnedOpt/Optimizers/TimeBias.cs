using LearnedOpt.Kernels;

namespace LearnedOpt.Optimizers;

/// <summary>What the time features add to a first layer's bias: one product for a whole step instead of eleven channels.</summary>
internal sealed unsafe class TimeBias(int channels)
{
    private readonly FloatBuffer weights = new((long)TimeFeatures.Count * channels);
    private readonly FloatBuffer sum = new(channels);
    private readonly float[] time = new float[TimeFeatures.Count];

    /// <summary>Takes the matrix [11, channels].</summary>
    public void Bind(ReadOnlySpan<float> matrix) => matrix.CopyTo(weights.Span);

    /// <summary>The features of the last <see cref="At"/> times a vector [11].</summary>
    public float Dot(ReadOnlySpan<float> vector)
    {
        float sum = 0f;
        for (int i = 0; i < time.Length; i++)
            sum += time[i] * vector[i];
        return sum;
    }

    /// <summary>time(step) x matrix, [channels], valid until the next call.</summary>
    public float* At(long step, long limit)
    {
        TimeFeatures.Fill(step, limit, time);
        for (int c = 0; c < channels; c++)
        {
            float value = 0f;
            for (int i = 0; i < time.Length; i++)
                value += time[i] * weights.Pointer[(i * channels) + c];
            sum.Pointer[c] = value;
        }

        return sum.Pointer;
    }
}
