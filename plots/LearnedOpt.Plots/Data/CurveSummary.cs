namespace LearnedOpt.Plots;

/// <summary>What is drawn of a curve: the median over seeds, the band, and where seeds diverged.</summary>
internal sealed class CurveSummary
{
    private const int MostPoints = 1000;

    private readonly int notFinite;

    private CurveSummary(Curve curve, double[] x, double[] middle, double[] low, double[] high, double[] divergedAt, int notFinite)
    {
        Curve = curve;
        X = x;
        Middle = middle;
        Low = low;
        High = high;
        DivergedAt = divergedAt;
        this.notFinite = notFinite;
    }

    public Curve Curve { get; }

    public double[] X { get; }

    public double[] Middle { get; }

    public double[] Low { get; }

    public double[] High { get; }

    /// <summary>For each seed that diverged, the x of its first value that is not finite.</summary>
    public double[] DivergedAt { get; }

    /// <summary>The name, with the number of seeds that diverged; for a single run, with the number of its values that are not finite.</summary>
    public string Title => DivergedAt.Length == 0 ? Curve.Name
        : Curve.Seeds.Count == 1 ? $"{Curve.Name} ({notFinite} not finite)"
        : $"{Curve.Name} ({DivergedAt.Length} of {Curve.Seeds.Count} diverged)";

    public bool HasBand => Curve.Seeds.Count > 1 && !Low.SequenceEqual(High);

    public static CurveSummary Of(Curve curve, Smoothing smoothing, Band band)
    {
        curve.Validate();
        var seeds = curve.Seeds.Select(smoothing.Apply).ToArray();
        var diverged = new List<double>();
        foreach (var seed in seeds)
        {
            var first = Array.FindIndex(seed, v => !double.IsFinite(v));
            if (first >= 0)
                diverged.Add(curve.X[first]);
        }

        var kept = Kept(curve.X.Count);
        double[] Column(Func<double[], double> pick) =>
            [.. kept.Select(i => pick(Quantile.Sorted(seeds.Where(seed => i < seed.Length).Select(seed => seed[i]))))];
        var middle = Column(sorted => Quantile.OfSorted(sorted, 0.5));
        var (lower, upper) = band switch
        {
            Band.InterQuartile => (Column(sorted => Quantile.OfSorted(sorted, 0.25)), Column(sorted => Quantile.OfSorted(sorted, 0.75))),
            Band.MinMax => (Column(sorted => Quantile.OfSorted(sorted, 0)), Column(sorted => Quantile.OfSorted(sorted, 1))),
            _ => (middle, middle),
        };
        return new CurveSummary(curve, [.. kept.Select(i => curve.X[i])], middle, lower, upper, [.. diverged], curve.Seeds.Sum(seed => seed.Count(v => !double.IsFinite(v))));
    }

    /// <summary>More points than a picture has columns show nothing more; the last one always stays.</summary>
    private static int[] Kept(int count)
    {
        var stride = (count + MostPoints - 1) / MostPoints;
        return [.. Enumerable.Range(0, count).Where(i => i % Math.Max(1, stride) == 0 || i == count - 1)];
    }
}
