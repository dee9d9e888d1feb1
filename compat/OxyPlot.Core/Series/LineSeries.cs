namespace OxyPlot.Series;

/// <summary>A line through points, with markers if asked. A point that the axes cannot show breaks the line.</summary>
public partial class LineSeries : DataPointSeries
{
    private OxyColor defaultColor, defaultMarkerFill;
    private LineStyle defaultLineStyle;

    public OxyColor Color { get; set; } = OxyColors.Automatic;

    public double StrokeThickness { get; set; } = 2;

    public LineStyle LineStyle { get; set; } = LineStyle.Automatic;

    /// <summary>Dash lengths in units of the thickness; they win over the style.</summary>
    public double[] Dashes { get; set; }

    public LineJoin LineJoin { get; set; } = LineJoin.Bevel;

    /// <summary>Points nearer than this to the one before, on the screen, are left out of the line.</summary>
    public double MinimumSegmentLength { get; set; } = 2;

    /// <summary>How the ends of a gap are connected; not at all by default.</summary>
    public OxyColor BrokenLineColor { get; set; } = OxyColors.Undefined;

    public LineStyle BrokenLineStyle { get; set; } = LineStyle.Solid;

    public double BrokenLineThickness { get; set; }

    public MarkerType MarkerType { get; set; } = MarkerType.None;

    public double MarkerSize { get; set; } = 3;

    public OxyColor MarkerFill { get; set; } = OxyColors.Automatic;

    public OxyColor MarkerStroke { get; set; } = OxyColors.Automatic;

    public double MarkerStrokeThickness { get; set; } = 1;

    public ScreenPoint[] MarkerOutline { get; set; }

    /// <summary>With n above 1, at most one marker in each n by n cell of the screen.</summary>
    public int MarkerResolution { get; set; }

    public Action<List<ScreenPoint>, List<ScreenPoint>> Decimator { get; set; }

    public string LabelFormatString { get; set; }

    public double LabelMargin { get; set; } = 6;

    public LineLegendPosition LineLegendPosition { get; set; }

    public OxyColor ActualColor => Color.GetActualColor(defaultColor);

    protected LineStyle ActualLineStyle => LineStyle != LineStyle.Automatic ? LineStyle : defaultLineStyle;

    protected double[] ActualDashArray => Dashes ?? ActualLineStyle.GetDashArray();

    public OxyColor ActualMarkerFill => MarkerFill.GetActualColor(defaultMarkerFill);

    /// <summary>A short piece of the line with a marker in its middle.</summary>
    public override void RenderLegend(IRenderContext rc, OxyRect legendBox)
    {
        var middle = legendBox.Center;
        var ends = new[] { new ScreenPoint(legendBox.Left, middle.Y), new ScreenPoint(legendBox.Right, middle.Y) };
        if (StrokeThickness > 0 && ActualLineStyle != LineStyle.None)
            rc.DrawLine(ends, ActualColor, StrokeThickness, EdgeRenderingMode.GetActual(EdgeRenderingMode.PreferGeometricAccuracy), ActualDashArray);
        rc.DrawMarker(middle, MarkerType, MarkerOutline, MarkerSize, ActualMarkerFill, ActualMarkerStroke, MarkerStrokeThickness, EdgeRenderingMode);
    }

    protected internal override void SetDefaultValues()
    {
        if (LineStyle == LineStyle.Automatic)
            defaultLineStyle = PlotModel.GetDefaultLineStyle();
        if (Color.IsAutomatic())
            defaultColor = PlotModel.GetDefaultColor();
        if (MarkerFill.IsAutomatic())
            defaultMarkerFill = ActualColor;
    }

    private OxyColor ActualMarkerStroke => MarkerStroke.GetActualColor(ActualColor);
}
