namespace OxyPlot.Annotations;

/// <summary>A level line, an upright line, or y = slope x + intercept.</summary>
public class LineAnnotation : PathAnnotation
{
    private const int CurvePoints = 200;

    public LineAnnotationType Type { get; set; } = LineAnnotationType.LinearEquation;

    public double X { get; set; }

    public double Y { get; set; }

    public double Slope { get; set; }

    public double Intercept { get; set; }

    protected override IList<ScreenPoint> GetScreenPoints() => Type switch
    {
        LineAnnotationType.Horizontal => Shown(Y, YAxis)
            ? [this.Transform(ActualMinimumX, Y), this.Transform(ActualMaximumX, Y)] : [],
        LineAnnotationType.Vertical => Shown(X, XAxis)
            ? [this.Transform(X, ActualMinimumY), this.Transform(X, ActualMaximumY)] : [],
        _ => Equation(),
    };

    private static bool Shown(double value, Axes.Axis axis) => axis.IsValidValue(value);

    /// <summary>On a logarithmic axis a straight equation is a curve.</summary>
    private List<ScreenPoint> Equation()
    {
        var (from, to) = (XAxis.Transform(ActualMinimumX), XAxis.Transform(ActualMaximumX));
        var straight = !XAxis.IsLogarithmic() && !YAxis.IsLogarithmic();
        var count = straight ? 2 : CurvePoints;
        var points = new List<ScreenPoint>(count);
        for (var i = 0; i < count; i++)
        {
            var x = XAxis.InverseTransform(from + ((to - from) * i / (count - 1)));
            var y = (Slope * x) + Intercept;
            if (straight || (y >= ActualMinimumY && y <= ActualMaximumY))
                points.Add(this.Transform(x, y));
        }

        return straight ? WithinRange(points) : points;
    }

    /// <summary>Cuts the line at the top and the bottom, so that its text stands where it can be seen.</summary>
    private List<ScreenPoint> WithinRange(List<ScreenPoint> line)
    {
        if (Slope == 0)
            return line;
        var atBottom = (ActualMinimumY - Intercept) / Slope;
        var atTop = (ActualMaximumY - Intercept) / Slope;
        var from = Math.Max(ActualMinimumX, Math.Min(atBottom, atTop));
        var to = Math.Min(ActualMaximumX, Math.Max(atBottom, atTop));
        return from >= to ? [] : [this.Transform(from, (Slope * from) + Intercept), this.Transform(to, (Slope * to) + Intercept)];
    }
}
