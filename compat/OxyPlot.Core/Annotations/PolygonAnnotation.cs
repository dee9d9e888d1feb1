namespace OxyPlot.Annotations;

/// <summary>A closed shape through points, with text in its middle.</summary>
public class PolygonAnnotation : ShapeAnnotation
{
    public List<DataPoint> Points { get; } = [];

    public LineStyle LineStyle { get; set; } = LineStyle.Solid;

    public LineJoin LineJoin { get; set; } = LineJoin.Miter;

    public double MinimumSegmentLength { get; set; } = 2;

    public override void Render(IRenderContext rc)
    {
        base.Render(rc);
        var corners = ScreenClip.Polygon(Points.Select(Transform).Where(p => p.IsFinite), GetClippingRect());
        if (corners.Count < 3)
            return;
        rc.DrawReducedPolygon(corners, MinimumSegmentLength * MinimumSegmentLength, Fill, Stroke, StrokeThickness, EdgeRenderingMode, LineStyle, LineJoin);
        GetActualTextAlignment(out var ha, out var va);
        DrawTextInside(rc, GetActualTextPosition(() => Centroid(corners)), TextRotation, ha, va);
    }

    /// <summary>The centre of mass; for a shape without area, the mean of its corners.</summary>
    private static ScreenPoint Centroid(List<ScreenPoint> corners)
    {
        double area = 0, x = 0, y = 0;
        for (var i = 0; i < corners.Count; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Count]);
            var cross = (a.X * b.Y) - (b.X * a.Y);
            area += cross;
            x += (a.X + b.X) * cross;
            y += (a.Y + b.Y) * cross;
        }

        return Math.Abs(area) > 1e-9
            ? new ScreenPoint(x / (3 * area), y / (3 * area))
            : new ScreenPoint(corners.Average(p => p.X), corners.Average(p => p.Y));
    }
}
