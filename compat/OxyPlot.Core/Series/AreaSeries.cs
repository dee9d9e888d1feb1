namespace OxyPlot.Series;

/// <summary>The area between two lines, or between a line and a constant.</summary>
public class AreaSeries : LineSeries
{
    private List<DataPoint> itemsSourcePoints2 = [];

    public List<DataPoint> Points2 { get; } = [];

    /// <summary>The other border, when there are no second points.</summary>
    public double ConstantY2 { get; set; }

    public string DataFieldX2 { get; set; }

    public string DataFieldY2 { get; set; }

    /// <summary>Whether the second line runs the same way as the first, so that it must be walked back.</summary>
    public bool Reverse2 { get; set; } = true;

    public OxyColor Color2 { get; set; } = OxyColors.Automatic;

    public OxyColor Fill { get; set; } = OxyColors.Automatic;

    public virtual OxyColor ActualColor2 => Color2.GetActualColor(ActualColor);

    public OxyColor ActualFill => Fill.GetActualColor(OxyColor.FromAColor(100, ActualColor));

    protected bool IsPoints2Defined => ActualPoints2.Count > 0 || (ItemsSource == null && Points2.Count > 0);

    protected List<DataPoint> ActualPoints2 => ItemsSource != null ? itemsSourcePoints2 : Points2.Count > 0 ? Points2 : Constant();

    public override void Render(IRenderContext rc)
    {
        VerifyAxes();
        var first = Runs(ActualPoints);
        var second = Runs(ActualPoints2);
        for (var i = 0; i < Math.Min(first.Count, second.Count); i++)
            RenderFill(rc, first[i], second[i]);
        foreach (var run in first)
            RenderLineAndMarkers(rc, run);
        if (Points2.Count == 0 && DataFieldX2 == null)
            return;
        foreach (var run in second)
            RenderSecondLine(rc, run);
    }

    public override void RenderLegend(IRenderContext rc, OxyRect legendBox)
    {
        var box = legendBox.Deflate(new OxyThickness(0, legendBox.Height * 0.2, 0, legendBox.Height * 0.2));
        rc.FillRectangle(box, ActualFill, EdgeRenderingMode);
        if (StrokeThickness <= 0 || ActualLineStyle == LineStyle.None)
            return;
        rc.DrawLine([box.TopLeft, box.TopRight], ActualColor, StrokeThickness, EdgeRenderingMode, ActualDashArray);
        rc.DrawLine([box.BottomLeft, box.BottomRight], ActualColor2, StrokeThickness, EdgeRenderingMode, ActualDashArray);
    }

    protected internal override void UpdateData()
    {
        base.UpdateData();
        itemsSourcePoints2 = ItemsSource != null && DataFieldX2 != null
            ? ItemsReader.Points(ItemsSource, null, DataFieldX2, DataFieldY2)
            : ItemsSource != null ? Constant() : [];
    }

    protected internal override void UpdateMaxMin()
    {
        base.UpdateMaxMin();
        InternalUpdateMaxMin(ActualPoints2);
    }

    private List<DataPoint> Constant() => [.. ActualPoints.Select(p => new DataPoint(p.X, double.IsNaN(p.Y) ? double.NaN : ConstantY2))];

    private List<List<ScreenPoint>> Runs(List<DataPoint> points)
    {
        var runs = new List<List<ScreenPoint>>();
        var open = false;
        foreach (var point in points)
        {
            var shown = OnAxis(point);
            if (!IsValidPoint(shown))
            {
                open = false;
                continue;
            }

            if (!open)
                runs.Add([]);
            open = true;
            runs[^1].Add(Transform(shown));
        }

        return runs;
    }

    /// <summary>A border at zero has no place on a logarithmic axis: the area then reaches to the lower end.</summary>
    private DataPoint OnAxis(DataPoint p) => YAxis.IsLogarithmic() && p.Y <= 0 ? new DataPoint(p.X, YAxis.ActualMinimum) : p;

    private void RenderFill(IRenderContext rc, List<ScreenPoint> first, List<ScreenPoint> second)
    {
        var outline = first.Concat(Reverse2 ? Enumerable.Reverse(second) : second);
        var polygon = ScreenClip.Polygon(outline, GetClippingRect());
        rc.DrawReducedPolygon(polygon, MinimumSegmentLength * MinimumSegmentLength, ActualFill, OxyColors.Undefined, 0, EdgeRenderingMode);
    }

    private void RenderSecondLine(IRenderContext rc, List<ScreenPoint> run)
    {
        if (StrokeThickness <= 0 || ActualLineStyle == LineStyle.None)
            return;
        foreach (var piece in ScreenClip.Polyline(run, GetClippingRect()))
            rc.DrawReducedLine(piece, MinimumSegmentLength * MinimumSegmentLength, ActualColor2, StrokeThickness, EdgeRenderingMode, ActualDashArray, LineJoin);
    }
}
