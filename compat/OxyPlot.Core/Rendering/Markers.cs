namespace OxyPlot;

/// <summary>Marker shapes, about the origin; a marker of size s fits a circle of radius about s.</summary>
internal static class Markers
{
    private const double Diagonal = 0.70710678118654752, TriangleTop = -1.1547005383792515, TriangleBottom = 0.57735026918962573;

    public static void Draw(IRenderContext rc, ScreenPoint p, MarkerType type, IList<ScreenPoint> outline, double size, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode mode)
    {
        if (!p.IsFinite || !double.IsFinite(size))
            return;
        void Polygon(params ReadOnlySpan<(double X, double Y)> corners)
        {
            var points = new ScreenPoint[corners.Length];
            for (var i = 0; i < points.Length; i++)
                points[i] = new ScreenPoint(p.X + (corners[i].X * size), p.Y + (corners[i].Y * size));
            rc.DrawPolygon(points, fill, stroke, thickness, mode);
        }

        void Strokes(params ReadOnlySpan<(double X, double Y)> ends)
        {
            var points = new ScreenPoint[2 * ends.Length];
            for (var i = 0; i < ends.Length; i++)
            {
                points[2 * i] = new ScreenPoint(p.X - (ends[i].X * size), p.Y - (ends[i].Y * size));
                points[(2 * i) + 1] = new ScreenPoint(p.X + (ends[i].X * size), p.Y + (ends[i].Y * size));
            }

            rc.DrawLineSegments(points, stroke, thickness, mode);
        }

        switch (type)
        {
            case MarkerType.Circle:
                rc.DrawCircle(p, size, fill, stroke, thickness, mode);
                break;
            case MarkerType.Square:
                rc.DrawRectangle(new OxyRect(p.X - size, p.Y - size, 2 * size, 2 * size), fill, stroke, thickness, mode);
                break;
            case MarkerType.Diamond:
                Polygon((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0));
                break;
            case MarkerType.Triangle:
                Polygon((-1, TriangleBottom), (1, TriangleBottom), (0, TriangleTop));
                break;
            case MarkerType.Plus:
                Strokes((1, 0), (0, 1));
                break;
            case MarkerType.Cross:
                Strokes((Diagonal, Diagonal), (Diagonal, -Diagonal));
                break;
            case MarkerType.Star:
                Strokes((1, 0), (0, 1), (Diagonal, Diagonal), (Diagonal, -Diagonal));
                break;
            case MarkerType.Custom:
                ArgumentNullException.ThrowIfNull(outline);
                rc.DrawPolygon([.. outline.Select(o => new ScreenPoint(p.X + (o.X * size), p.Y + (o.Y * size)))], fill, stroke, thickness, mode);
                break;
        }
    }
}
