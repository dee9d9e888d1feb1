namespace OxyPlot.Series;

/// <summary>A line that keeps a point's value until the next point, then steps.</summary>
public class StairStepSeries : LineSeries
{
    /// <summary>Thickness and style of the upright pieces; not a number, and automatic, for those of the line.</summary>
    public double VerticalStrokeThickness { get; set; } = double.NaN;

    public LineStyle VerticalLineStyle { get; set; } = LineStyle.Automatic;

    public override void Render(IRenderContext rc)
    {
        VerifyAxes();
        var runs = new List<List<DataPoint>>();
        var open = false;
        foreach (var point in ActualPoints)
        {
            if (IsValidPoint(point))
            {
                if (!open)
                    runs.Add([]);
                runs[^1].Add(point);
            }

            open = IsValidPoint(point);
        }

        foreach (var run in runs)
            RenderRun(rc, run);
    }

    private void RenderRun(IRenderContext rc, List<DataPoint> run)
    {
        var sameStyle = double.IsNaN(VerticalStrokeThickness) && VerticalLineStyle is LineStyle.Automatic;
        var corners = new List<ScreenPoint>();
        var upright = new List<ScreenPoint>();
        var level = new List<ScreenPoint>();
        for (var i = 0; i < run.Count; i++)
        {
            if (i > 0)
            {
                var corner = this.Transform(run[i].X, run[i - 1].Y);
                level.AddRange([corners[^1], corner]);
                corners.Add(corner);
                upright.AddRange([corner, Transform(run[i])]);
            }

            corners.Add(Transform(run[i]));
        }

        if (sameStyle)
        {
            RenderLine(rc, corners);
        }
        else
        {
            var thickness = double.IsNaN(VerticalStrokeThickness) ? StrokeThickness : VerticalStrokeThickness;
            var style = VerticalLineStyle == LineStyle.Automatic ? ActualLineStyle : VerticalLineStyle;
            rc.DrawLineSegments(level, ActualColor, StrokeThickness, EdgeRenderingMode, ActualDashArray, LineJoin);
            if (style != LineStyle.None)
                rc.DrawLineSegments(upright, ActualColor, thickness, EdgeRenderingMode, style.GetDashArray(), LineJoin);
        }

        if (MarkerType != MarkerType.None)
            rc.DrawMarkers([.. run.Select(Transform)], MarkerType, MarkerOutline, MarkerSize, MarkerFill.GetActualColor(ActualColor), MarkerStroke.GetActualColor(ActualColor), MarkerStrokeThickness, EdgeRenderingMode, MarkerResolution);
    }
}
