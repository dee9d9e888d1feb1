namespace LearnedOpt.Tasks.Data;

/// <summary>
/// Separable resizing of planes, antialiased: new[y, x] = sum over (i, j) of rows[y, i] columns[x, j] old[i, j], where
/// every row of both weight matrices sums to 1.
/// </summary>
internal sealed class Resampler
{
    private readonly int height, width, newHeight, newWidth;
    private readonly Tap[] rows, columns;

    public Resampler(int height, int width, int newHeight, int newWidth, ResizeFilter filter)
    {
        (this.height, this.width, this.newHeight, this.newWidth) = (height, width, newHeight, newWidth);
        rows = Taps(height, newHeight, filter);
        columns = Taps(width, newWidth, filter);
    }

    public int Scratch => height * newWidth;

    /// <param name="source">Shape [height, width].</param>
    /// <param name="target">Shape [newHeight, newWidth].</param>
    /// <param name="scratch">At least <see cref="Scratch"/> values.</param>
    public void Apply(ReadOnlySpan<float> source, Span<float> target, Span<float> scratch)
    {
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> line = source.Slice(y * width, width);
            for (int x = 0; x < newWidth; x++)
            {
                Tap tap = columns[x];
                float sum = 0;
                for (int i = 0; i < tap.Weights.Length; i++)
                    sum += tap.Weights[i] * line[tap.First + i];
                scratch[y * newWidth + x] = sum;        // [height, newWidth]
            }
        }
        for (int y = 0; y < newHeight; y++)
        {
            Tap tap = rows[y];
            for (int x = 0; x < newWidth; x++)
            {
                float sum = 0;
                for (int i = 0; i < tap.Weights.Length; i++)
                    sum += tap.Weights[i] * scratch[(tap.First + i) * newWidth + x];
                target[y * newWidth + x] = sum;         // [newHeight, newWidth]
            }
        }
    }

    private static Tap[] Taps(int size, int newSize, ResizeFilter filter)
    {
        var taps = new Tap[newSize];
        double scale = (double)size / newSize, reach = Math.Max(scale, 1);
        for (int at = 0; at < newSize; at++)
        {
            double begin = at * scale, end = begin + scale, centre = (begin + end) / 2;
            (double low, double high) = filter == ResizeFilter.Area ? (begin, end) : (centre - reach, centre + reach);
            int first = Math.Max(0, (int)Math.Floor(low)), last = Math.Min(size, (int)Math.Ceiling(high));
            var weights = new double[last - first];
            for (int i = 0; i < weights.Length; i++)
            {
                double pixel = first + i;
                weights[i] = filter == ResizeFilter.Area
                    ? Math.Max(0, Math.Min(end, pixel + 1) - Math.Max(begin, pixel))
                    : Math.Max(0, 1 - Math.Abs(pixel + 0.5 - centre) / reach);
            }
            double total = weights.Sum();
            taps[at] = new Tap(first, [.. weights.Select(weight => (float)(weight / total))]);
        }
        return taps;
    }

    private readonly record struct Tap(int First, float[] Weights);
}
