using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace LearnedOpt.Plots;

/// <summary>Draws curves into a plot: band, line, a few markers, marks for what cannot be shown, and one entry in the legend.</summary>
internal sealed class CurveLayer(PlotModel model, AxisRange xRange, AxisRange yRange)
{
    private const int MarkersPerCurve = 8;
    private readonly List<string> titles = [];
    private readonly List<(double X, double Y)> drawn = [];

    public void AddBand(CurveSummary summary, CurveStyle style)
    {
        if (!summary.HasBand)
            return;
        AreaSeries? area = null;
        for (var i = 0; i < summary.X.Length; i++)
        {
            // Where even the better part of the seeds has no value, the band ends; where only the worse part has none, it reaches the edge.
            var low = summary.Low[i];
            if (!double.IsFinite(low) || (yRange.Log && !(summary.High[i] > 0)))
            {
                area = null;
                continue;
            }

            if (area == null)
            {
                area = new AreaSeries { StrokeThickness = 0, Fill = OxyColor.FromAColor(46, style.Color), Color = style.Color, RenderInLegend = false };
                model.Series.Add(area);
            }

            area.Points.Add(new DataPoint(summary.X[i], Math.Clamp(low, yRange.Low, yRange.High)));
            area.Points2.Add(new DataPoint(summary.X[i], Math.Clamp(summary.High[i], yRange.Low, yRange.High)));
            drawn.Add((xRange.ShareOf(summary.X[i]), yRange.ShareOf(Math.Clamp(summary.High[i], yRange.Low, yRange.High))));
        }
    }

    public void AddLine(CurveSummary summary, CurveStyle style, int index, int count, bool markers = true, bool inLegend = true)
    {
        var thickness = summary.Curve.Highlight ? 2.6 : 1.7;
        var line = new LineSeries { Color = style.Color, Dashes = style.Dashes, LineStyle = LineStyle.Solid, StrokeThickness = thickness, LineJoin = LineJoin.Round, MinimumSegmentLength = 1, RenderInLegend = false };
        for (var i = 0; i < summary.X.Length; i++)
        {
            line.Points.Add(new DataPoint(summary.X[i], summary.Middle[i]));
            if (IsShown(summary.Middle[i]))
                drawn.Add((xRange.ShareOf(summary.X[i]), yRange.ShareOf(summary.Middle[i])));
        }

        model.Series.Add(line);
        var shape = markers ? style.Marker : MarkerType.None;
        if (markers)
            AddMarkers(summary, style, index, count);
        if (inLegend)
            AddToLegend(summary.Title, style, thickness, shape);
    }

    /// <summary>What has no place on the axes is marked at the edge it left through.</summary>
    public void AddMarks(CurveSummary summary, CurveStyle style)
    {
        var top = Edge(style, MarkerType.Triangle);
        foreach (var x in summary.DivergedAt)
            top.Points.Add(new ScatterPoint(x, yRange.At(0.975)));
        if (top.Points.Count > 0)
            model.Series.Add(top);
        if (!yRange.Log)
            return;
        var bottom = Edge(style, MarkerType.Square);
        var first = Array.FindIndex(summary.Middle, v => v <= 0);
        if (first < 0)
            return;
        bottom.Points.Add(new ScatterPoint(summary.X[first], yRange.At(0.02)));
        bottom.Title = $"{summary.Curve.Name}: {summary.Middle.Count(v => v <= 0)} values at or below 0";
        bottom.RenderInLegend = true;
        model.Series.Add(bottom);
        titles.Add(bottom.Title);
    }

    /// <summary>An entry that stands for line and marker together, without data of its own.</summary>
    public void AddToLegend(string title, CurveStyle style, double thickness, MarkerType shape)
    {
        model.Series.Add(new LineSeries
        {
            Title = title,
            Color = style.Color,
            Dashes = style.Dashes,
            LineStyle = LineStyle.Solid,
            StrokeThickness = thickness,
            MarkerType = shape,
            MarkerSize = MarkerSize(shape),
            MarkerFill = style.Color,
            MarkerStroke = style.Color,
            MarkerStrokeThickness = 1.4,
        });
        titles.Add(title);
    }

    /// <summary>An entry whose symbol is the series' own; it has no data.</summary>
    public void AddToLegend(string title, Series symbol)
    {
        symbol.Title = title;
        model.Series.Add(symbol);
        titles.Add(title);
    }

    /// <summary>Tells that there is something here that a legend should not cover.</summary>
    public void Occupy(double x, double y) => drawn.Add((xRange.ShareOf(x), yRange.ShareOf(y)));

    public void AddLegend()
    {
        var (width, height) = LegendCorner.Share(titles);
        if (titles.Count > 0)
            model.Legends.Add(PlotTheme.Legend(LegendCorner.Choose(drawn, width, height)));
    }

    private static double MarkerSize(MarkerType shape) => shape switch { MarkerType.Diamond => 3.2, MarkerType.Square => 3.2, MarkerType.Triangle => 4.2, MarkerType.Circle => 3.6, _ => 4.4 };

    private ScatterSeries Edge(CurveStyle style, MarkerType shape) => new()
    {
        MarkerType = shape,
        MarkerSize = 6,
        MarkerFill = style.Color,
        MarkerStroke = OxyColors.White,
        MarkerStrokeThickness = 1,
        RenderInLegend = false,
    };

    /// <summary>A few markers at equal distances on the screen, each curve's shifted against the others'.</summary>
    private void AddMarkers(CurveSummary summary, CurveStyle style, int index, int count)
    {
        var markers = new ScatterSeries { MarkerType = style.Marker, MarkerSize = MarkerSize(style.Marker), MarkerFill = style.Color, MarkerStroke = style.Color, MarkerStrokeThickness = 1.4, RenderInLegend = false };
        var few = summary.X.Length <= 2 * MarkersPerCurve;
        var next = (index + 0.5) / Math.Max(1, count) / MarkersPerCurve;
        for (var i = 0; i < summary.X.Length; i++)
        {
            var share = xRange.ShareOf(summary.X[i]);
            if (!IsShown(summary.Middle[i]) || (!few && share < next))
                continue;
            markers.Points.Add(new ScatterPoint(summary.X[i], summary.Middle[i]));
            while (next <= share)
                next += 1.0 / MarkersPerCurve;
        }

        model.Series.Add(markers);
    }

    private bool IsShown(double y) => double.IsFinite(y) && y >= yRange.Low && y <= yRange.High;
}
