namespace OxyPlot.Axes;

/// <summary>An axis on which equal ratios are equal distances. Values at or below zero have no place on it.</summary>
public class LogarithmicAxis : Axis
{
    public LogarithmicAxis() => FilterMinValue = 0;

    public double Base { get; set; } = 10;

    /// <summary>Whether the range that follows from the data grows to whole powers of the base.</summary>
    public bool PowerPadding { get; set; } = true;

    protected double LogActualMaximum { get; set; } = 1;

    protected double LogActualMinimum { get; set; }

    protected double LogClipMaximum { get; set; } = 1;

    protected double LogClipMinimum { get; set; }

    private double ScreenLength { get; set; }

    public override bool IsXyAxis() => true;

    public override bool IsLogarithmic() => true;

    /// <summary>Powers of the base where the range holds two or more of them; else finer ticks, so that the axis is never without labels.</summary>
    public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues)
    {
        (majorTickValues, minorTickValues) = LogTicks.Choose(ClipMinimum, ClipMaximum, Base, Math.Abs(ScreenLength), IntervalLength, CreateTickValues);
        majorLabelValues = majorTickValues;
    }

    internal override void UpdateIntervals(OxyRect area)
    {
        base.UpdateIntervals(area);
        ScreenLength = IsHorizontal() ? area.Width : area.Height;
    }

    internal override void UpdateActualMaxMin()
    {
        base.UpdateActualMaxMin();
        if (!PowerPadding || DataMinimum is double.NaN)
            return;
        if (double.IsNaN(ViewMinimum) && double.IsNaN(Minimum))
            ActualMinimum = Math.Pow(Base, Math.Floor(LogActualMinimum + 1e-9));
        if (double.IsNaN(ViewMaximum) && double.IsNaN(Maximum))
            ActualMaximum = Math.Pow(Base, Math.Ceiling(LogActualMaximum - 1e-9));
        (ClipMinimum, ClipMaximum) = (ActualMinimum, ActualMaximum);
        ActualMaximumAndMinimumChangedOverride();
    }

    protected override void ActualMaximumAndMinimumChangedOverride()
    {
        LogActualMinimum = PreTransform(ActualMinimum);
        LogActualMaximum = PreTransform(ActualMaximum);
        LogClipMinimum = PreTransform(ClipMinimum);
        LogClipMaximum = PreTransform(ClipMaximum);
    }

    protected override void CoerceActualMaxMin()
    {
        if (!double.IsFinite(ActualMinimum) || ActualMinimum <= 0)
            ActualMinimum = double.IsFinite(ActualMaximum) && ActualMaximum > 0 ? Math.Min(1, ActualMaximum / 100) : 1;
        if (!double.IsFinite(ActualMaximum) || ActualMaximum <= ActualMinimum)
            ActualMaximum = ActualMinimum * 100;
        base.CoerceActualMaxMin();
    }

    protected override double PreTransform(double x) => x > 0 ? Math.Log(x) / Math.Log(Base) : double.NaN;

    protected override double PostInverseTransform(double x) => Math.Pow(Base, x);

    private protected override double WidenPoint(double value, int towards) => towards > 0 ? value * 2 : value / 2;
}
