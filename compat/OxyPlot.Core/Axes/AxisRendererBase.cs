namespace OxyPlot.Axes;

/// <summary>Draws an axis in two passes: 0 is the lines behind the data, 1 is the axis itself.</summary>
public abstract class AxisRendererBase
{
    protected AxisRendererBase(IRenderContext rc, PlotModel plot)
    {
        RenderContext = rc;
        Plot = plot;
    }

    protected PlotModel Plot { get; }

    protected IRenderContext RenderContext { get; }

    protected IList<double> MajorLabelValues { get; set; }

    protected IList<double> MajorTickValues { get; set; }

    protected IList<double> MinorTickValues { get; set; }

    protected OxyPen AxislinePen { get; set; }

    protected OxyPen ExtraPen { get; set; }

    protected OxyPen MajorPen { get; set; }

    protected OxyPen MajorTickPen { get; set; }

    protected OxyPen MinorPen { get; set; }

    protected OxyPen MinorTickPen { get; set; }

    protected OxyPen ZeroPen { get; set; }

    public virtual void Render(Axis axis, int pass)
    {
        axis.GetTickValues(out var labels, out var major, out var minor);
        (MajorLabelValues, MajorTickValues, MinorTickValues) = (labels, major, minor);
        CreatePens(axis);
    }

    protected virtual void CreatePens(Axis axis)
    {
        var minorTickColor = axis.MinorTicklineColor.GetActualColor(axis.TicklineColor);
        MinorPen = OxyPen.Create(axis.MinorGridlineColor, axis.MinorGridlineThickness, axis.MinorGridlineStyle);
        MajorPen = OxyPen.Create(axis.MajorGridlineColor, axis.MajorGridlineThickness, axis.MajorGridlineStyle);
        MinorTickPen = OxyPen.Create(minorTickColor, axis.MinorGridlineThickness);
        MajorTickPen = OxyPen.Create(axis.TicklineColor, axis.MajorGridlineThickness);
        ZeroPen = OxyPen.Create(axis.TicklineColor, axis.MajorGridlineThickness);
        ExtraPen = OxyPen.Create(axis.ExtraGridlineColor, axis.ExtraGridlineThickness, axis.ExtraGridlineStyle);
        AxislinePen = OxyPen.Create(axis.AxislineColor, axis.AxislineThickness, axis.AxislineStyle);
    }

    /// <summary>Where a tick begins and ends, as distances from the axis along the screen's own axis.</summary>
    protected virtual void GetTickPositions(Axis axis, TickStyle tickStyle, double tickSize, AxisPosition position, out double x0, out double x1)
    {
        var outwards = position is AxisPosition.Left or AxisPosition.Top ? -1 : 1;
        x0 = tickStyle is TickStyle.Crossing or TickStyle.Inside ? -outwards * tickSize : 0;
        x1 = tickStyle is TickStyle.Crossing or TickStyle.Outside ? outwards * tickSize : 0;
    }

    protected bool IsWithin(double d, double min, double max) => d >= min && d <= max;
}
