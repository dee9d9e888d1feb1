using System.Collections.ObjectModel;

namespace OxyPlot.Series;

/// <summary>Markers without a line.</summary>
public abstract class ScatterSeries<T> : XYAxisSeries
    where T : ScatterPoint
{
    private OxyColor defaultMarkerFill;

    protected ScatterSeries()
    {
    }

    public List<T> Points { get; } = [];

    public ReadOnlyCollection<T> ActualPoints => new(ActualPointsList);

    public string DataFieldX { get; set; }

    public string DataFieldY { get; set; }

    public string DataFieldSize { get; set; }

    public string DataFieldValue { get; set; }

    public Func<object, T> Mapping { get; set; }

    public MarkerType MarkerType { get; set; } = MarkerType.Square;

    public double MarkerSize { get; set; } = 5;

    public OxyColor MarkerFill { get; set; } = OxyColors.Automatic;

    public OxyColor MarkerStroke { get; set; } = OxyColors.Automatic;

    public double MarkerStrokeThickness { get; set; } = 1;

    public ScreenPoint[] MarkerOutline { get; set; }

    /// <summary>With n above 1, at most one marker in each n by n cell of the screen.</summary>
    public int BinSize { get; set; }

    public string LabelFormatString { get; set; }

    public double LabelMargin { get; set; } = 6;

    public OxyColor ActualMarkerFillColor => MarkerFill.GetActualColor(defaultMarkerFill);

    protected List<T> ActualPointsList => ItemsSource != null ? ItemsSourcePoints : Points;

    protected List<T> ItemsSourcePoints { get; set; }

    private OxyColor Stroke => MarkerStroke.GetActualColor(ActualMarkerFillColor);

    public override void Render(IRenderContext rc)
    {
        VerifyAxes();
        var shown = ActualPointsList.Where(p => IsValidPoint(p.X, p.Y)).ToList();
        var places = shown.Select(p => this.Transform(p.X, p.Y)).ToList();
        var sizes = shown.Select(p => double.IsNaN(p.Size) ? MarkerSize : p.Size).ToList();
        if (places.Count > 0)
            rc.DrawMarkers(places, MarkerType, MarkerOutline, sizes, ActualMarkerFillColor, Stroke, MarkerStrokeThickness, EdgeRenderingMode, BinSize, this.Transform(MinX, MaxY));
        if (LabelFormatString != null)
            RenderPointLabels(rc, GetClippingRect());
    }

    public override void RenderLegend(IRenderContext rc, OxyRect legendBox) =>
        rc.DrawMarker(legendBox.Center, MarkerType, MarkerOutline, MarkerSize, ActualMarkerFillColor, Stroke, MarkerStrokeThickness, EdgeRenderingMode);

    protected void RenderPointLabels(IRenderContext rc, OxyRect clippingRect)
    {
        foreach (var point in ActualPointsList.Where(p => IsValidPoint(p.X, p.Y)))
        {
            var at = this.Transform(point.X, point.Y);
            if (!clippingRect.Contains(at))
                continue;
            var text = string.Format(ActualCulture, LabelFormatString, point, point.X, point.Y, point.Value);
            rc.DrawText(at + this.Orientate(new ScreenVector(0, -LabelMargin)), text, ActualTextColor, ActualFont, ActualFontSize, ActualFontWeight, 0, HorizontalAlignment.Center, VerticalAlignment.Bottom);
        }
    }

    protected internal override void SetDefaultValues()
    {
        if (MarkerFill.IsAutomatic())
            defaultMarkerFill = PlotModel.GetDefaultColor();
    }

    protected internal override void UpdateData()
    {
        if (ItemsSource == null)
            return;
        if (Mapping != null)
            ItemsSourcePoints = [.. ItemsSource.Cast<object>().Select(Mapping)];
        else if (ItemsSource is IEnumerable<T> points)
            ItemsSourcePoints = [.. points];
        else
            UpdateFromDataFields();
    }

    protected abstract void UpdateFromDataFields();

    protected internal override void UpdateMaxMin()
    {
        base.UpdateMaxMin();
        InternalUpdateMaxMin(ActualPointsList, p => p.X, p => p.Y);
    }
}
