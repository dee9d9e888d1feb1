namespace OxyPlot;

/// <summary>How a line is drawn.</summary>
public class OxyPen
{
    public OxyPen(OxyColor color, double thickness = 1, LineStyle lineStyle = LineStyle.Solid, LineJoin lineJoin = LineJoin.Miter)
    {
        Color = color;
        Thickness = thickness;
        LineStyle = lineStyle;
        LineJoin = lineJoin;
    }

    public OxyColor Color { get; set; }

    public double Thickness { get; set; }

    public LineStyle LineStyle { get; set; }

    public LineJoin LineJoin { get; set; }

    public double[] DashArray { get; set; }

    public double[] ActualDashArray => DashArray ?? LineStyle.GetDashArray();

    /// <summary>Nothing (null) for a line that would not be seen.</summary>
    public static OxyPen Create(OxyColor color, double thickness, LineStyle lineStyle = LineStyle.Solid, LineJoin lineJoin = LineJoin.Miter) =>
        color.IsInvisible() || lineStyle == LineStyle.None || Math.Abs(thickness) <= 0 ? null : new OxyPen(color, thickness, lineStyle, lineJoin);
}
