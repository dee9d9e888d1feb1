namespace OxyPlot;

/// <summary>Shapes made of the surface's own.</summary>
public static class RenderingExtensions
{
    public static IDisposable AutoResetClip(this IRenderContext rc, OxyRect clippingRectangle)
    {
        rc.PushClip(clippingRectangle);
        return new ClipScope(rc);
    }

    public static void DrawCircle(this IRenderContext rc, ScreenPoint center, double r, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode) =>
        rc.DrawEllipse(new OxyRect(center.X - r, center.Y - r, 2 * r, 2 * r), fill, stroke, thickness, edgeRenderingMode);

    public static void DrawCircle(this IRenderContext rc, double x, double y, double r, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode) =>
        rc.DrawCircle(new ScreenPoint(x, y), r, fill, stroke, thickness, edgeRenderingMode);

    public static void FillCircle(this IRenderContext rc, ScreenPoint center, double r, OxyColor fill, EdgeRenderingMode edgeRenderingMode) =>
        rc.DrawCircle(center, r, fill, OxyColors.Undefined, 0, edgeRenderingMode);

    public static void FillRectangle(this IRenderContext rc, OxyRect rectangle, OxyColor fill, EdgeRenderingMode edgeRenderingMode) =>
        rc.DrawRectangle(rectangle, fill, OxyColors.Undefined, 0, edgeRenderingMode);

    public static void DrawLine(this IRenderContext rc, double x0, double y0, double x1, double y1, OxyPen pen, EdgeRenderingMode edgeRenderingMode)
    {
        if (pen != null)
            rc.DrawLine([new ScreenPoint(x0, y0), new ScreenPoint(x1, y1)], pen.Color, pen.Thickness, edgeRenderingMode, pen.ActualDashArray, pen.LineJoin);
    }

    public static void DrawLineSegments(this IRenderContext rc, IList<ScreenPoint> points, OxyPen pen, EdgeRenderingMode edgeRenderingMode)
    {
        if (pen != null)
            rc.DrawLineSegments(points, pen.Color, pen.Thickness, edgeRenderingMode, pen.ActualDashArray, pen.LineJoin);
    }

    /// <summary>Draws the four sides, each as thick as it asks for.</summary>
    public static void DrawRectangle(this IRenderContext rc, OxyRect rect, OxyColor stroke, OxyThickness thickness, EdgeRenderingMode edgeRenderingMode)
    {
        if (thickness.Left.Equals(thickness.Right) && thickness.Left.Equals(thickness.Top) && thickness.Left.Equals(thickness.Bottom))
        {
            if (thickness.Left > 0)
                rc.DrawRectangle(rect, OxyColors.Undefined, stroke, thickness.Left, edgeRenderingMode);
            return;
        }

        void Side(ScreenPoint from, ScreenPoint to, double width)
        {
            if (width > 0)
                rc.DrawLine([from, to], stroke, width, edgeRenderingMode);
        }

        Side(rect.TopLeft, rect.BottomLeft, thickness.Left);
        Side(rect.TopLeft, rect.TopRight, thickness.Top);
        Side(rect.TopRight, rect.BottomRight, thickness.Right);
        Side(rect.BottomLeft, rect.BottomRight, thickness.Bottom);
    }

    /// <summary>Draws a line without the points that lie nearer to their predecessor than the distance given.</summary>
    public static void DrawReducedLine(this IRenderContext rc, IList<ScreenPoint> points, double minDistSquared, OxyColor stroke, double strokeThickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin, List<ScreenPoint> outputBuffer = null, Action<IList<ScreenPoint>> pointsRendered = null)
    {
        var reduced = Reduce(points, minDistSquared, outputBuffer);
        if (reduced.Count < 2)
            return;
        rc.DrawLine(reduced, stroke, strokeThickness, edgeRenderingMode, dashArray, lineJoin);
        pointsRendered?.Invoke(reduced);
    }

    public static void DrawReducedPolygon(this IRenderContext rc, IList<ScreenPoint> points, double minDistSquared, OxyColor fill, OxyColor stroke, double strokeThickness, EdgeRenderingMode edgeRenderingMode, LineStyle lineStyle = LineStyle.Solid, LineJoin lineJoin = LineJoin.Miter)
    {
        var reduced = Reduce(points, minDistSquared, null);
        if (reduced.Count > 2)
            rc.DrawPolygon(reduced, fill, stroke, strokeThickness, edgeRenderingMode, lineStyle.GetDashArray(), lineJoin);
    }

    public static void DrawMarker(this IRenderContext rc, ScreenPoint p, MarkerType type, IList<ScreenPoint> outline, double size, OxyColor fill, OxyColor stroke, double strokeThickness, EdgeRenderingMode edgeRenderingMode) =>
        Markers.Draw(rc, p, type, outline, size, fill, stroke, strokeThickness, edgeRenderingMode);

    public static void DrawMarkers(this IRenderContext rc, IList<ScreenPoint> markerPoints, MarkerType markerType, IList<ScreenPoint> markerOutline, double markerSize, OxyColor markerFill, OxyColor markerStroke, double markerStrokeThickness, EdgeRenderingMode edgeRenderingMode, int resolution = 0, ScreenPoint binOffset = default) =>
        rc.DrawMarkers(markerPoints, markerType, markerOutline, [markerSize], markerFill, markerStroke, markerStrokeThickness, edgeRenderingMode, resolution, binOffset);

    /// <summary>Draws a marker at each point; with a resolution, at most one in each cell of that size.</summary>
    public static void DrawMarkers(this IRenderContext rc, IList<ScreenPoint> markerPoints, MarkerType markerType, IList<ScreenPoint> markerOutline, IList<double> markerSize, OxyColor markerFill, OxyColor markerStroke, double markerStrokeThickness, EdgeRenderingMode edgeRenderingMode, int resolution = 0, ScreenPoint binOffset = default)
    {
        var taken = new HashSet<(long, long)>();
        for (var i = 0; i < markerPoints.Count; i++)
        {
            var p = markerPoints[i];
            if (!p.IsFinite)
                continue;
            if (resolution > 1 && !taken.Add(((long)((p.X - binOffset.X) / resolution), (long)((p.Y - binOffset.Y) / resolution))))
                continue;
            rc.DrawMarker(p, markerType, markerOutline, markerSize[Math.Min(i, markerSize.Count - 1)], markerFill, markerStroke, markerStrokeThickness, edgeRenderingMode);
        }
    }

    public static EdgeRenderingMode GetActual(this EdgeRenderingMode edgeRenderingMode, EdgeRenderingMode defaultValue) =>
        edgeRenderingMode == EdgeRenderingMode.Automatic ? defaultValue : edgeRenderingMode;

    /// <summary>The upright bounds of turned text.</summary>
    public static OxySize MeasureText(this IRenderContext rc, string text, string fontFamily, double fontSize, double fontWeight, double angle)
    {
        var bounds = rc.MeasureText(text, fontFamily, fontSize, fontWeight).GetBounds(angle, HorizontalAlignment.Center, VerticalAlignment.Middle);
        return new OxySize(bounds.Width, bounds.Height);
    }

    private static List<ScreenPoint> Reduce(IList<ScreenPoint> points, double minDistSquared, List<ScreenPoint> buffer)
    {
        buffer ??= new List<ScreenPoint>(points.Count);
        buffer.Clear();
        for (var i = 0; i < points.Count; i++)
        {
            if (i == 0 || i == points.Count - 1 || points[i].DistanceToSquared(buffer[^1]) >= minDistSquared)
                buffer.Add(points[i]);
        }

        return buffer;
    }

    private sealed class ClipScope(IRenderContext rc) : IDisposable
    {
        public void Dispose() => rc.PopClip();
    }
}
