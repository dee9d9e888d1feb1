namespace OxyPlot.Axes;

/// <summary>The range shown: the view's, else the one set, else the data's with some room beyond it.</summary>
public abstract partial class Axis
{
    public double Minimum { get; set; } = double.NaN;

    public double Maximum { get; set; } = double.NaN;

    /// <summary>Room beyond the data, as a share of its range.</summary>
    public double MinimumPadding { get; set; } = 0.01;

    public double MaximumPadding { get; set; } = 0.01;

    /// <summary>The shortest and longest range that is shown.</summary>
    public double MinimumRange { get; set; }

    public double MaximumRange { get; set; } = double.PositiveInfinity;

    /// <summary>What may never be shown.</summary>
    public double AbsoluteMinimum { get; set; } = double.MinValue;

    public double AbsoluteMaximum { get; set; } = double.MaxValue;

    /// <summary>Values outside are left out of the range and of the drawing.</summary>
    public double FilterMinValue { get; set; } = double.MinValue;

    public double FilterMaxValue { get; set; } = double.MaxValue;

    public Func<double, bool> FilterFunction { get; set; }

    public double DataMinimum { get; protected set; } = double.NaN;

    public double DataMaximum { get; protected set; } = double.NaN;

    public double ActualMinimum { get; protected set; } = 0;

    public double ActualMaximum { get; protected set; } = 100;

    public double ClipMinimum { get; protected set; } = 0;

    public double ClipMaximum { get; protected set; } = 100;

    protected double ViewMinimum { get; set; } = double.NaN;

    protected double ViewMaximum { get; set; } = double.NaN;

    /// <summary>Widens the data's range so that it holds the value.</summary>
    public virtual void Include(double value)
    {
        if (!IsValidValue(value))
            return;
        DataMinimum = double.IsNaN(DataMinimum) ? value : Math.Min(DataMinimum, value);
        DataMaximum = double.IsNaN(DataMaximum) ? value : Math.Max(DataMaximum, value);
    }

    public virtual void Zoom(double x0, double x1)
    {
        ViewMinimum = Math.Max(Math.Min(x0, x1), AbsoluteMinimum);
        ViewMaximum = Math.Min(Math.Max(x0, x1), AbsoluteMaximum);
        UpdateActualMaxMin();
    }

    /// <summary>Gives up the view, so that the range follows the data again.</summary>
    public virtual void Reset()
    {
        ViewMinimum = double.NaN;
        ViewMaximum = double.NaN;
        UpdateActualMaxMin();
    }

    internal void ResetDataMaxMin()
    {
        DataMinimum = double.NaN;
        DataMaximum = double.NaN;
    }

    internal virtual void UpdateActualMaxMin()
    {
        ActualMaximum = FirstNumber(ViewMaximum, Maximum, CalculateActualMaximum());
        ActualMinimum = FirstNumber(ViewMinimum, Minimum, CalculateActualMinimum());
        CoerceActualMaxMin();
        ClipMinimum = ActualMinimum;
        ClipMaximum = ActualMaximum;
        ActualMaximumAndMinimumChangedOverride();
    }

    protected virtual void ActualMaximumAndMinimumChangedOverride()
    {
    }

    protected virtual double CalculateActualMaximum() => Padded(DataMaximum, DataMinimum, MaximumPadding, towards: 1);

    protected virtual double CalculateActualMinimum() => Padded(DataMinimum, DataMaximum, MinimumPadding, towards: -1);

    /// <summary>Leaves a range that can be drawn: finite, not empty, within the limits.</summary>
    protected virtual void CoerceActualMaxMin()
    {
        if (!double.IsFinite(ActualMinimum) && !double.IsFinite(ActualMaximum))
            (ActualMinimum, ActualMaximum) = (0, 100);
        else if (!double.IsFinite(ActualMaximum))
            ActualMaximum = ActualMinimum + 100;
        else if (!double.IsFinite(ActualMinimum))
            ActualMinimum = ActualMaximum - 100;

        if (ActualMaximum <= ActualMinimum)
            ActualMaximum = ActualMinimum + Math.Max(1, Math.Abs(ActualMinimum) * 1e-6);
        var range = ActualMaximum - ActualMinimum;
        var allowed = Math.Min(Math.Max(range, MinimumRange), MaximumRange);
        if (range != allowed)
        {
            var middle = ActualMinimum + (range / 2);
            ActualMinimum = middle - (allowed / 2);
            ActualMaximum = middle + (allowed / 2);
        }

        if (AbsoluteMaximum <= AbsoluteMinimum)
            throw new InvalidOperationException("AbsoluteMaximum must be larger than AbsoluteMinimum.");
        ActualMinimum = Math.Max(ActualMinimum, AbsoluteMinimum);
        ActualMaximum = Math.Min(ActualMaximum, AbsoluteMaximum);
    }

    private static double FirstNumber(double first, double second, double third) =>
        !double.IsNaN(first) ? first : !double.IsNaN(second) ? second : third;

    private double Padded(double end, double otherEnd, double padding, int towards)
    {
        if (double.IsNaN(end))
            return double.NaN;
        var range = Math.Abs(end - otherEnd);
        if (range < Math.Max(double.Epsilon, Math.Abs(end) * 1e-13))
            return WidenPoint(end, towards);
        var (x, other) = (PreTransform(end), PreTransform(otherEnd));
        return PostInverseTransform(x + (padding * (x - other)));
    }

    /// <summary>One value has no range: show as much on either side of it as it is large.</summary>
    private protected virtual double WidenPoint(double value, int towards) => value + (towards * 0.5 * (value == 0 ? 1 : Math.Abs(value)));
}
