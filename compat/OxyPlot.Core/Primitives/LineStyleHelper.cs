namespace OxyPlot;

/// <summary>Dash patterns, in units of the line's thickness.</summary>
public static class LineStyleHelper
{
    public static double[] GetDashArray(this LineStyle style) => style switch
    {
        LineStyle.Dash => [4, 1],
        LineStyle.Dot => [1, 1],
        LineStyle.DashDot => [4, 1, 1, 1],
        LineStyle.DashDashDot => [4, 1, 4, 1, 1, 1],
        LineStyle.DashDotDot => [4, 1, 1, 1, 1, 1],
        LineStyle.DashDashDotDot => [4, 1, 4, 1, 1, 1, 1, 1],
        LineStyle.LongDash => [10, 1],
        LineStyle.LongDashDot => [10, 1, 1, 1],
        LineStyle.LongDashDotDot => [10, 1, 1, 1, 1, 1],
        _ => null,
    };
}
