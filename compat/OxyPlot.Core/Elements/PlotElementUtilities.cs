namespace OxyPlot;

/// <summary>Data space to screen and back, for elements with two axes.</summary>
public static class PlotElementUtilities
{
    /// <summary>The rectangle that the element's two axes span on the screen.</summary>
    public static OxyRect GetClippingRect(IXyAxisPlotElement element)
    {
        var (x, y) = (element.XAxis, element.YAxis);
        if (x.IsVertical())
            (x, y) = (y, x);
        return OxyRect.Create(x.ScreenMin.X, y.ScreenMin.Y, x.ScreenMax.X, y.ScreenMax.Y);
    }

    public static ScreenPoint Transform(IXyAxisPlotElement element, DataPoint p) => element.XAxis.Transform(p.X, p.Y, element.YAxis);

    public static DataPoint InverseTransform(IXyAxisPlotElement element, ScreenPoint p) =>
        element.XAxis.InverseTransform(p.X, p.Y, element.YAxis);

    public static ScreenPoint TransformOrientated(ITransposablePlotElement element, DataPoint p) => element.Orientate(Transform(element, p));

    public static DataPoint InverseTransformOrientated(ITransposablePlotElement element, ScreenPoint p) =>
        InverseTransform(element, element.Orientate(p));
}
