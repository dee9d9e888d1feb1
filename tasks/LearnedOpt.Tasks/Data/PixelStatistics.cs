namespace LearnedOpt.Tasks.Data;

/// <summary>Mean and standard deviation of each channel over all pixels of all images, on the scale 0 (black) to 1.</summary>
/// <param name="Mean">Shape [channels].</param>
/// <param name="Deviation">Shape [channels]; 1 for a channel that is constant.</param>
public sealed record PixelStatistics(IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation)
{
    /// <summary>Of images [count, channels, pixels of a channel].</summary>
    internal static PixelStatistics Of(ReadOnlySpan<float> images, int channels, int plane)
    {
        var mean = new float[channels];
        var deviation = new float[channels];
        long count = images.Length / channels;
        for (int channel = 0; channel < channels; channel++)
        {
            double sum = 0, squares = 0;
            for (int start = channel * plane; start < images.Length; start += channels * plane)
            {
                foreach (float value in images.Slice(start, plane))
                {
                    sum += value;
                    squares += (double)value * value;
                }
            }
            double average = sum / count, variance = squares / count - average * average;
            mean[channel] = (float)average;
            deviation[channel] = variance > 1e-10 ? (float)Math.Sqrt(variance) : 1;
        }
        return new PixelStatistics(mean, deviation);
    }

    /// <summary>(x - mean) / deviation, in place.</summary>
    internal void Standardize(Span<float> images, int plane)
    {
        int channels = Mean.Count;
        for (int start = 0; start < images.Length; start += plane)
        {
            int channel = start / plane % channels;
            float mean = Mean[channel], scale = 1 / Deviation[channel];
            foreach (ref float value in images.Slice(start, plane))
                value = (value - mean) * scale;
        }
    }
}
