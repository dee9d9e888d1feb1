namespace LearnedOpt.Plots;

/// <summary>How noise is taken out of a run before it is drawn. A value that is not finite stays what it is and smooths nothing.</summary>
public abstract record Smoothing
{
    private Smoothing()
    {
    }

    /// <summary>The values as measured.</summary>
    public static Smoothing None { get; } = new NoSmoothing();

    /// <summary>
    /// Mean of the last <paramref name="window"/> values; at the start, of the later half of those there are. A mean of all there are would hold on
    /// to the first, high losses and let go of them at once when the window is full: a bend that no run has.
    /// </summary>
    public static Smoothing Mean(int window) =>
        window >= 1 ? new MeanSmoothing(window) : throw new ArgumentOutOfRangeException(nameof(window), window, "A window holds at least one value.");

    /// <summary>s_t = decay s_(t-1) + (1 - decay) y_t, divided by 1 - decay^t, so that the start is not drawn towards zero.</summary>
    public static Smoothing Exponential(double decay) =>
        decay is >= 0 and < 1 ? new ExponentialSmoothing(decay) : throw new ArgumentOutOfRangeException(nameof(decay), decay, "The decay must lie in [0, 1).");

    /// <summary>For the subtitle; nothing when nothing was done.</summary>
    public abstract string? Describe();

    internal abstract double[] Apply(IReadOnlyList<double> values);

    private sealed record NoSmoothing : Smoothing
    {
        public override string? Describe() => null;

        internal override double[] Apply(IReadOnlyList<double> values) => [.. values];
    }

    private sealed record MeanSmoothing(int Window) : Smoothing
    {
        public override string Describe() => $"mean of {Window} values";

        internal override double[] Apply(IReadOnlyList<double> values)
        {
            var result = new double[values.Count];
            for (var i = 0; i < result.Length; i++)
            {
                double sum = 0;
                var count = 0;
                for (var j = i + 1 - Math.Min(Window, (i / 2) + 1); j <= i; j++)
                {
                    if (!double.IsFinite(values[j]))
                        continue;
                    sum += values[j];
                    count++;
                }

                result[i] = double.IsFinite(values[i]) ? sum / count : values[i];
            }

            return result;
        }
    }

    private sealed record ExponentialSmoothing(double Decay) : Smoothing
    {
        public override string Describe() => FormattableString.Invariant($"exponential mean, decay {Decay:0.####}");

        internal override double[] Apply(IReadOnlyList<double> values)
        {
            var result = new double[values.Count];
            double mean = 0, weight = 0;
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = values[i];
                if (!double.IsFinite(values[i]))
                    continue;
                mean = (Decay * mean) + ((1 - Decay) * values[i]);
                weight = (Decay * weight) + 1 - Decay;
                result[i] = mean / weight;
            }

            return result;
        }
    }
}
