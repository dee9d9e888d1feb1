namespace OxyPlot.Axes;

/// <summary>Where the ticks stand and what the labels say.</summary>
public abstract partial class Axis
{
    /// <summary>The least distance between major ticks on the screen.</summary>
    public double IntervalLength { get; set; } = 60;

    public double MajorStep { get; set; } = double.NaN;

    public double MinorStep { get; set; } = double.NaN;

    public double MinimumMajorStep { get; set; }

    public double MinimumMinorStep { get; set; }

    public double ActualMajorStep { get; protected set; }

    public double ActualMinorStep { get; protected set; }

    public string StringFormat { get; set; }

    public string ActualStringFormat { get; protected set; }

    public Func<double, string> LabelFormatter { get; set; }

    /// <summary>Writes values as a mantissa times a power of ten with a raised exponent.</summary>
    public bool UseSuperExponentialFormat { get; set; }

    public virtual void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues)
    {
        minorTickValues = CreateTickValues(ClipMinimum, ClipMaximum, ActualMinorStep);
        majorTickValues = CreateTickValues(ClipMinimum, ClipMaximum, ActualMajorStep);
        majorLabelValues = majorTickValues;
        minorTickValues = AxisUtilities.FilterRedundantMinorTicks(majorTickValues, minorTickValues);
    }

    public string FormatValue(double x) => LabelFormatter != null ? LabelFormatter(x) : FormatValueOverride(x);

    public virtual object GetValue(double x) => x;

    /// <summary>Chooses the steps that suit the length of the axis on the screen.</summary>
    internal virtual void UpdateIntervals(OxyRect area)
    {
        var length = (IsHorizontal() ? area.Width : area.Height) * Math.Abs(EndPosition - StartPosition);
        ActualMajorStep = double.IsNaN(MajorStep) ? CalculateActualInterval(length, IntervalLength) : MajorStep;
        if (double.IsNaN(MajorStep))
            ActualMajorStep = WithTwoTicks(ActualMajorStep);
        ActualMajorStep = Math.Max(ActualMajorStep, MinimumMajorStep);
        ActualMinorStep = double.IsNaN(MinorStep) ? CalculateMinorInterval(ActualMajorStep) : MinorStep;
        ActualMinorStep = Math.Max(ActualMinorStep, MinimumMinorStep);
        ActualStringFormat = StringFormat ?? GetDefaultStringFormat();
    }

    protected virtual string GetDefaultStringFormat() => "g6";

    protected virtual string FormatValueOverride(double x)
    {
        if (UseSuperExponentialFormat && x != 0)
            return PowerOfTen(x);
        var format = ActualStringFormat ?? StringFormat ?? string.Empty;
        return format.Contains('{') ? string.Format(ActualCulture, format, x) : x.ToString(format, ActualCulture);
    }

    protected virtual double CalculateActualInterval(double availableSize, double maxIntervalSize) =>
        CalculateActualInterval(availableSize, maxIntervalSize, ActualMaximum - ActualMinimum);

    /// <summary>The shortest of 1, 2 and 5 times a power of ten that leaves the ticks as far apart as asked.</summary>
    protected double CalculateActualInterval(double availableSize, double maxIntervalSize, double range)
    {
        if (availableSize <= 0 || range <= 0 || !double.IsFinite(range))
            return maxIntervalSize;
        var smallest = range * maxIntervalSize / availableSize;
        var power = Math.Pow(10, Math.Floor(Math.Log10(smallest)));
        foreach (var factor in (ReadOnlySpan<double>)[1, 2, 5])
        {
            if (factor * power >= smallest * (1 - 1e-9))
                return factor * power;
        }

        return 10 * power;
    }

    protected virtual double CalculateMinorInterval(double majorInterval) => AxisUtilities.CalculateMinorInterval(majorInterval);

    protected virtual IList<double> CreateTickValues(double from, double to, double step, int maxTicks = 1000) =>
        AxisUtilities.CreateTickValues(from, to, step, maxTicks);

    /// <summary>A short axis would rather have its labels close than have one label, which says nothing of the scale.</summary>
    private double WithTwoTicks(double step)
    {
        if (IsLogarithmic())
            return step;
        for (var finer = step; finer > step / 11; finer = NextFiner(finer))
        {
            if (AxisUtilities.CreateTickValues(ActualMinimum, ActualMaximum, finer).Count >= 2)
                return finer;
        }

        return step;
    }

    private static double NextFiner(double step) => Math.Abs(Mantissa(step) - 5) < 1e-6 ? step / 2.5 : step / 2;

    private string PowerOfTen(double x)
    {
        var mantissa = Mantissa(x);
        var exponent = Exponent(x).ToString("0", ActualCulture);
        if (StringFormat == null && Math.Abs(mantissa - 1) < 1e-6)
            return $"10^{{{exponent}}}";
        return $"{mantissa.ToString(StringFormat ?? "g6", ActualCulture)}·10^{{{exponent}}}";
    }
}
