using OxyPlot.Axes;

namespace OxyPlot.Annotations;

/// <summary>A note in the plot, placed in data space, that has no part in the axes' ranges.</summary>
public abstract class Annotation : PlotElement, IXyAxisPlotElement
{
    protected Annotation()
    {
    }

    public AnnotationLayer Layer { get; set; } = AnnotationLayer.AboveSeries;

    public bool ClipByXAxis { get; set; } = true;

    public bool ClipByYAxis { get; set; } = true;

    public Axis XAxis { get; private set; }

    public Axis YAxis { get; private set; }

    public string XAxisKey { get; set; }

    public string YAxisKey { get; set; }

    public void EnsureAxes()
    {
        XAxis = XAxisKey != null ? PlotModel.GetAxis(XAxisKey) : PlotModel.DefaultXAxis;
        YAxis = YAxisKey != null ? PlotModel.GetAxis(YAxisKey) : PlotModel.DefaultYAxis;
    }

    public virtual void Render(IRenderContext rc)
    {
    }

    public virtual ScreenPoint Transform(DataPoint p) => PlotElementUtilities.Transform(this, p);

    public virtual DataPoint InverseTransform(ScreenPoint p) => PlotElementUtilities.InverseTransform(this, p);

    /// <summary>The part of the drawing that the annotation may use: the axes' span where it is clipped, all of it where not.</summary>
    public override OxyRect GetClippingRect()
    {
        if (!ClipByXAxis && !ClipByYAxis)
            return OxyRect.Everything;
        var (span, whole) = (PlotElementUtilities.GetClippingRect(this), PlotModel.PlotBounds);
        return OxyRect.Create(
            ClipByXAxis ? span.Left : whole.Left,
            ClipByYAxis ? span.Top : whole.Top,
            ClipByXAxis ? span.Right : whole.Right,
            ClipByYAxis ? span.Bottom : whole.Bottom);
    }
}
