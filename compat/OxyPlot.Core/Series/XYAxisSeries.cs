using OxyPlot.Axes;

namespace OxyPlot.Series;

/// <summary>A series in the plane of two axes.</summary>
public abstract class XYAxisSeries : ItemsSeries, ITransposablePlotElement
{
    public const string DefaultTrackerFormatString = "{0}\n{1}: {2}\n{3}: {4}";
    protected const string DefaultXAxisTitle = "X";
    protected const string DefaultYAxisTitle = "Y";

    protected XYAxisSeries()
    {
    }

    public Axis XAxis { get; private set; }

    public Axis YAxis { get; private set; }

    public string XAxisKey { get; set; }

    public string YAxisKey { get; set; }

    public double MinX { get; protected set; } = double.NaN;

    public double MaxX { get; protected set; } = double.NaN;

    public double MinY { get; protected set; } = double.NaN;

    public double MaxY { get; protected set; } = double.NaN;

    public ScreenPoint Transform(DataPoint p) => PlotElementUtilities.TransformOrientated(this, p);

    public DataPoint InverseTransform(ScreenPoint p) => PlotElementUtilities.InverseTransformOrientated(this, p);

    public override OxyRect GetClippingRect() => PlotElementUtilities.GetClippingRect(this);

    public OxyRect GetScreenRectangle() => GetClippingRect();

    public override void RenderLegend(IRenderContext rc, OxyRect legendBox)
    {
    }

    protected internal override bool AreAxesRequired() => true;

    protected internal override bool IsUsing(Axis axis) => XAxis == axis || YAxis == axis;

    protected internal override void EnsureAxes()
    {
        XAxis = XAxisKey != null ? PlotModel.GetAxis(XAxisKey) : PlotModel.DefaultXAxis;
        YAxis = YAxisKey != null ? PlotModel.GetAxis(YAxisKey) : PlotModel.DefaultYAxis;
    }

    protected internal override void SetDefaultValues()
    {
    }

    protected internal override void UpdateData()
    {
    }

    protected internal override void UpdateMaxMin() => MinX = MaxX = MinY = MaxY = double.NaN;

    protected internal override void UpdateAxisMaxMin()
    {
        XAxis.Include(MinX);
        XAxis.Include(MaxX);
        YAxis.Include(MinY);
        YAxis.Include(MaxY);
    }

    /// <summary>True for a point that both axes can show; a line breaks at any other.</summary>
    protected virtual bool IsValidPoint(DataPoint pt) => IsValidPoint(pt.X, pt.Y);

    protected bool IsValidPoint(double x, double y) =>
        (XAxis?.IsValidValue(x) ?? double.IsFinite(x)) && (YAxis?.IsValidValue(y) ?? double.IsFinite(y));

    protected void VerifyAxes()
    {
        if (XAxis == null)
            throw new InvalidOperationException("XAxis not defined: update the plot before drawing the series.");
        if (YAxis == null)
            throw new InvalidOperationException("YAxis not defined: update the plot before drawing the series.");
    }

    protected void InternalUpdateMaxMin(List<DataPoint> points) => InternalUpdateMaxMin(points, p => p.X, p => p.Y);

    protected void InternalUpdateMaxMin<T>(List<T> items, Func<T, double> xf, Func<T, double> yf) => InternalUpdateMaxMin(items, xf, xf, yf, yf);

    protected void InternalUpdateMaxMin<T>(List<T> items, Func<T, double> xmin, Func<T, double> xmax, Func<T, double> ymin, Func<T, double> ymax)
    {
        foreach (var item in items)
        {
            if (!IsValidPoint(xmin(item), ymin(item)) || !IsValidPoint(xmax(item), ymax(item)))
                continue;
            MinX = Smaller(MinX, xmin(item));
            MaxX = Larger(MaxX, xmax(item));
            MinY = Smaller(MinY, ymin(item));
            MaxY = Larger(MaxY, ymax(item));
        }
    }

    private static double Smaller(double a, double b) => double.IsNaN(a) ? b : Math.Min(a, b);

    private static double Larger(double a, double b) => double.IsNaN(a) ? b : Math.Max(a, b);
}
