namespace OxyPlot;

/// <summary>Orientation of elements whose x axis may stand upright.</summary>
public static class PlotElementExtensions
{
    public static bool IsTransposed(this ITransposablePlotElement element) => element.XAxis.IsVertical();

    public static ScreenPoint Orientate(this ITransposablePlotElement element, ScreenPoint point) =>
        element.IsTransposed() ? new ScreenPoint(point.Y, point.X) : point;

    public static ScreenVector Orientate(this ITransposablePlotElement element, ScreenVector vector) =>
        element.IsTransposed() ? new ScreenVector(-vector.Y, -vector.X) : vector;

    public static void Orientate(this ITransposablePlotElement element, ref HorizontalAlignment ha, ref VerticalAlignment va)
    {
        if (element.IsTransposed())
            (ha, va) = ((HorizontalAlignment)(-(int)va), (VerticalAlignment)(-(int)ha));
    }

    public static ScreenPoint Transform(this IXyAxisPlotElement element, double x, double y) => element.Transform(new DataPoint(x, y));

    public static DataPoint InverseTransform(this IXyAxisPlotElement element, double x, double y) =>
        element.InverseTransform(new ScreenPoint(x, y));
}
