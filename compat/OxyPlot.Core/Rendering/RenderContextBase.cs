namespace OxyPlot;

/// <summary>Draws everything by means of lines, polygons and text, which a surface must provide.</summary>
public abstract class RenderContextBase : IRenderContext
{
    protected RenderContextBase() => RendersToScreen = true;

    public abstract int ClipCount { get; }

    public bool RendersToScreen { get; set; }

    public virtual void CleanUp()
    {
    }

    public abstract void DrawLine(IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin);

    public abstract void DrawPolygon(IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin);

    public abstract void DrawText(ScreenPoint p, string text, OxyColor fill, string fontFamily, double fontSize, double fontWeight, double rotate, HorizontalAlignment halign, VerticalAlignment valign, OxySize? maxSize);

    public abstract OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight);

    public abstract void PushClip(OxyRect clippingRectangle);

    public abstract void PopClip();

    public virtual void DrawEllipse(OxyRect rect, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode) =>
        DrawPolygon(CreateEllipse(rect), fill, stroke, thickness, edgeRenderingMode, null, LineJoin.Miter);

    public virtual void DrawEllipses(IList<OxyRect> rectangles, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode)
    {
        foreach (var rect in rectangles)
            DrawEllipse(rect, fill, stroke, thickness, edgeRenderingMode);
    }

    public virtual void DrawRectangle(OxyRect rect, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode) =>
        DrawPolygon(CreateRectangle(rect), fill, stroke, thickness, edgeRenderingMode, null, LineJoin.Miter);

    public virtual void DrawRectangles(IList<OxyRect> rectangles, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode)
    {
        foreach (var rect in rectangles)
            DrawRectangle(rect, fill, stroke, thickness, edgeRenderingMode);
    }

    public virtual void DrawPolygons(IList<IList<ScreenPoint>> polygons, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin)
    {
        foreach (var polygon in polygons)
            DrawPolygon(polygon, fill, stroke, thickness, edgeRenderingMode, dashArray, lineJoin);
    }

    /// <summary>Draws a line for each pair of points.</summary>
    public virtual void DrawLineSegments(IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin)
    {
        for (var i = 0; i + 1 < points.Count; i += 2)
            DrawLine([points[i], points[i + 1]], stroke, thickness, edgeRenderingMode, dashArray, lineJoin);
    }

    public virtual void DrawImage(OxyImage source, double srcX, double srcY, double srcWidth, double srcHeight, double destX, double destY, double destWidth, double destHeight, double opacity, bool interpolate)
    {
    }

    public virtual void SetToolTip(string text)
    {
    }

    public static bool IsStraightLine(ScreenPoint p1, ScreenPoint p2) => p1.X.Equals(p2.X) || p1.Y.Equals(p2.Y);

    /// <summary>True when every piece of the line is level or upright.</summary>
    public static bool IsStraightLine(IList<ScreenPoint> points)
    {
        for (var i = 1; i < points.Count; i++)
        {
            if (!IsStraightLine(points[i - 1], points[i]))
                return false;
        }

        return true;
    }

    protected static ScreenPoint[] CreateEllipse(OxyRect rect, int n = 40)
    {
        var points = new ScreenPoint[n];
        for (var i = 0; i < n; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / n);
            points[i] = new ScreenPoint(rect.Center.X + (rect.Width / 2 * cos), rect.Center.Y + (rect.Height / 2 * sin));
        }

        return points;
    }

    protected static ScreenPoint[] CreateRectangle(OxyRect rect) => [rect.TopLeft, rect.BottomLeft, rect.BottomRight, rect.TopRight];
}
