namespace LearnedOpt.Optimizers;

/// <summary>
/// Where a run stands in time: tanh(t / s - 1) for s in {1, 3, 10, ..., 1e5}. The same for all elements, so a rule adds
/// their product with the first layer to its bias.
/// </summary>
/// <remarks>Reference: Zhou, Finn and Harrison, 2024, appendix C.2, in the form of the released code.</remarks>
public static class TimeFeatures
{
    private static readonly double[] Scales = [1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5];

    /// <summary>Number of time features.</summary>
    public static int Count => Scales.Length;

    /// <summary>Writes the features of time <paramref name="step"/>.</summary>
    /// <param name="step">Inner steps done so far.</param>
    /// <param name="limit">
    /// Later times count as this one. Past the horizon it was meta-trained for, a rule would see times that it never saw;
    /// with the limit at the horizon it goes on as it was at the end.
    /// </param>
    /// <param name="target">[11].</param>
    public static void Fill(long step, long limit, Span<float> target)
    {
        double t = Math.Min(step, limit);
        for (int i = 0; i < Scales.Length; i++)
            target[i] = (float)Math.Tanh((t / Scales[i]) - 1);
    }
}
