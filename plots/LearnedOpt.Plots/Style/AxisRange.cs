namespace LearnedOpt.Plots;

/// <summary>The range of an axis, and places in it; chosen here, so that marks can be put at its very edge.</summary>
internal sealed record AxisRange(double Low, double High, bool Log)
{
    private const double Room = 0.04;

    /// <summary>Holds all finite values (positive ones on a logarithmic axis) up to the ceiling, with some room.</summary>
    public static AxisRange Of(IEnumerable<double> values, bool log, double ceiling = double.PositiveInfinity, double room = Room)
    {
        var shown = values.Where(v => double.IsFinite(v) && (!log || v > 0) && v <= ceiling).ToList();
        var (low, high) = shown.Count == 0 ? (log ? 0.1 : 0, 1) : (shown.Min(), shown.Max());
        if (low == high)
            (low, high) = log ? (low / 2, high * 2) : (low - Math.Max(0.5 * Math.Abs(low), 1e-12), high + Math.Max(0.5 * Math.Abs(high), 1e-12));
        var range = new AxisRange(low, high, log);
        return new AxisRange(range.At(-room), range.At(1 + room), log);
    }

    /// <summary>The value at a share of the axis' length: 0 is the lower end, 1 the upper.</summary>
    public double At(double share) => Log ? Low * Math.Pow(High / Low, share) : Low + (share * (High - Low));

    /// <summary>The share of the axis' length at which a value lies.</summary>
    public double ShareOf(double value) => Log ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);

    public AxisRange Include(double value) =>
        double.IsFinite(value) && (!Log || value > 0) ? this with { Low = Math.Min(Low, value), High = Math.Max(High, value) } : this;
}
