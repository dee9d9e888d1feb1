namespace LearnedOpt.Optimizers;

/// <summary>Root mean squares of the features of a tensor [out, in, positions], for each position apart.</summary>
internal sealed unsafe class PositionScales(int positions)
{
    private const int Features = AdafactorNetwork.Features;

    private readonly double[] squares = new double[Features * positions];
    private readonly float[] scales = new float[Features * positions];

    public void Clear() => Array.Clear(squares);

    /// <summary>Adds the squares of a tile that begins at element <paramref name="first"/>.</summary>
    public void Add(float* tile, int stride, long first, int count)
    {
        for (int c = 0; c < Features; c++)
        {
            for (int i = 0; i < count; i++)
                squares[(c * positions) + (int)((first + i) % positions)] += (double)tile[(c * stride) + i] * tile[(c * stride) + i];
        }
    }

    public void SetScales(long count, double epsilon)
    {
        for (int i = 0; i < scales.Length; i++)
            scales[i] = (float)(1 / Math.Sqrt(epsilon + (squares[i] * positions / count)));
    }

    /// <summary>Normalises a tile.</summary>
    public void Multiply(float* tile, int stride, long first, int count)
    {
        for (int c = 0; c < Features; c++)
        {
            for (int i = 0; i < count; i++)
                tile[(c * stride) + i] *= scales[(c * positions) + (int)((first + i) % positions)];
        }
    }

    /// <summary>Divides each entry by the root mean square of those at its position.</summary>
    public void Normalise(Span<float> values, double epsilon)
    {
        Span<double> sums = squares.AsSpan(0, positions);
        sums.Clear();
        for (int i = 0; i < values.Length; i++)
            sums[i % positions] += (double)values[i] * values[i];
        for (int i = 0; i < values.Length; i++)
            values[i] *= (float)(1 / Math.Sqrt(epsilon + (sums[i % positions] * positions / values.Length)));
    }
}
