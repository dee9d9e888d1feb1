namespace OxyPlot.Axes;

/// <summary>Values to screen and back: a straight line after <see cref="PreTransform"/>.</summary>
public abstract partial class Axis
{
    public virtual double Transform(double x) => (PreTransform(x) - offset) * scale;

    public virtual double InverseTransform(double sx) => PostInverseTransform((sx / scale) + offset);

    public virtual ScreenPoint Transform(double x, double y, Axis yaxis)
    {
        ArgumentNullException.ThrowIfNull(yaxis);
        return new ScreenPoint(Transform(x), yaxis.Transform(y));
    }

    /// <summary>The point under a place on the screen; this is the x axis.</summary>
    public virtual DataPoint InverseTransform(double x, double y, Axis yaxis) =>
        new(InverseTransform(x), yaxis?.InverseTransform(y) ?? 0);

    public static DataPoint InverseTransform(ScreenPoint p, Axis xaxis, Axis yaxis) => xaxis.InverseTransform(p.X, p.Y, yaxis);

    internal void UpdateTransform(OxyRect area)
    {
        var (start, end) = IsHorizontal() ? (area.Left, area.Right) : (area.Bottom, area.Top);
        var a0 = start + ((end - start) * StartPosition);
        var a1 = start + ((end - start) * EndPosition);
        (ScreenMin, ScreenMax) = IsHorizontal()
            ? (new ScreenPoint(a0, area.Top), new ScreenPoint(a1, area.Bottom))
            : (new ScreenPoint(area.Left, a1), new ScreenPoint(area.Right, a0));
        var (low, high) = (PreTransform(ActualMinimum), PreTransform(ActualMaximum));
        var newScale = (a1 - a0) / (high - low);
        if (newScale == 0 || !double.IsFinite(newScale))
            newScale = 1e-12;
        SetTransform(newScale, low - (a0 / newScale));
    }

    protected void SetTransform(double newScale, double newOffset) => (scale, offset) = (newScale, newOffset);

    protected virtual double PreTransform(double x) => x;

    protected virtual double PostInverseTransform(double x) => x;
}
