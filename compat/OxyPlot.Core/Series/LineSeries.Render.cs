namespace OxyPlot.Series;

public partial class LineSeries
{
    public override void Render(IRenderContext rc)
    {
        VerifyAxes();
        RenderPoints(rc, ActualPoints);
        if (LabelFormatString != null)
            RenderPointLabels(rc);
        if (LineLegendPosition != LineLegendPosition.None && !string.IsNullOrEmpty(Title))
            RenderLegendOnLine(rc);
    }

    protected void RenderPoints(IRenderContext rc, IList<DataPoint> points)
    {
        ScreenPoint? gapStart = null;
        foreach (var run in Runs(points))
        {
            if (gapStart is { } from && BrokenLineThickness > 0 && BrokenLineStyle != LineStyle.None)
                RenderGap(rc, from, run[0]);
            gapStart = run[^1];
            if (Decimator is { } decimate)
            {
                var fewer = new List<ScreenPoint>(run.Count);
                decimate(run, fewer);
                RenderLineAndMarkers(rc, fewer);
            }
            else
            {
                RenderLineAndMarkers(rc, run);
            }
        }
    }

    protected virtual void RenderLineAndMarkers(IRenderContext rc, IList<ScreenPoint> pointsToRender)
    {
        RenderLine(rc, pointsToRender);
        if (MarkerType == MarkerType.None)
            return;
        var origin = MarkerResolution > 0 ? this.Transform(MinX, MinY) : default;
        rc.DrawMarkers(pointsToRender, MarkerType, MarkerOutline, MarkerSize, ActualMarkerFill, ActualMarkerStroke, MarkerStrokeThickness, EdgeRenderingMode, MarkerResolution, origin);
    }

    protected virtual void RenderLine(IRenderContext rc, IList<ScreenPoint> pointsToRender)
    {
        if (StrokeThickness <= 0 || ActualLineStyle == LineStyle.None)
            return;
        foreach (var piece in ScreenClip.Polyline(pointsToRender, GetClippingRect()))
            rc.DrawReducedLine(piece, MinimumSegmentLength * MinimumSegmentLength, ActualColor, StrokeThickness, EdgeRenderingMode, ActualDashArray, LineJoin);
    }

    protected void RenderPointLabels(IRenderContext rc)
    {
        var index = -1;
        foreach (var point in ActualPoints)
        {
            index++;
            if (!IsValidPoint(point))
                continue;
            var text = string.Format(ActualCulture, LabelFormatString, GetItem(index), point.X, point.Y);
            var at = Transform(point) + this.Orientate(new ScreenVector(0, -LabelMargin));
            rc.DrawText(at, text, ActualTextColor, ActualFont, ActualFontSize, ActualFontWeight, 0, HorizontalAlignment.Center, VerticalAlignment.Bottom);
        }
    }

    /// <summary>Writes the title beside the first or the last point.</summary>
    protected void RenderLegendOnLine(IRenderContext rc)
    {
        var valid = ActualPoints.Where(IsValidPoint).ToList();
        if (valid.Count == 0)
            return;
        var atStart = LineLegendPosition == LineLegendPosition.Start;
        var at = Transform(atStart ? valid[0] : valid[^1]) + new ScreenVector(atStart ? -4 : 4, 0);
        rc.DrawText(at, Title, ActualTextColor, ActualFont, ActualFontSize, ActualFontWeight, 0, atStart ? HorizontalAlignment.Right : HorizontalAlignment.Left, VerticalAlignment.Middle);
    }

    /// <summary>The stretches of points that the axes can show, on the screen.</summary>
    private IEnumerable<List<ScreenPoint>> Runs(IEnumerable<DataPoint> points)
    {
        var run = new List<ScreenPoint>();
        foreach (var point in points)
        {
            if (IsValidPoint(point))
            {
                run.Add(Transform(point));
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }

        if (run.Count > 0)
            yield return run;
    }

    private void RenderGap(IRenderContext rc, ScreenPoint from, ScreenPoint to)
    {
        foreach (var piece in ScreenClip.Polyline([from, to], GetClippingRect()))
            rc.DrawLine(piece, BrokenLineColor.GetActualColor(ActualColor), BrokenLineThickness, EdgeRenderingMode, BrokenLineStyle.GetDashArray(), LineJoin);
    }
}
