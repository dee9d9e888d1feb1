namespace OxyPlot;

/// <summary>
/// Cuts shapes that reach far outside of what is shown. The surface clips anyway, to the pixel; this keeps
/// coordinates within what viewers handle, however steep the line.
/// </summary>
internal static class ScreenClip
{
    private const double Reach = 1000;

    /// <summary>The pieces of the line near the rectangle.</summary>
    public static IEnumerable<IList<ScreenPoint>> Polyline(IList<ScreenPoint> points, OxyRect area)
    {
        var near = area.Inflate(Reach, Reach);
        if (points.All(near.Contains))
        {
            yield return points;
            yield break;
        }

        var piece = new List<ScreenPoint>();
        for (var i = 1; i < points.Count; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            if (!Segment(near, ref a, ref b))
                continue;
            if (piece.Count > 0 && !piece[^1].Equals(a))
            {
                yield return piece;
                piece = [];
            }

            if (piece.Count == 0)
                piece.Add(a);
            piece.Add(b);
        }

        if (piece.Count > 0)
            yield return piece;
    }

    /// <summary>The polygon with far corners moved to the border of what is near; an edge within sight may turn by less than can be seen.</summary>
    public static List<ScreenPoint> Polygon(IEnumerable<ScreenPoint> points, OxyRect area)
    {
        var near = area.Inflate(Reach, Reach);
        var result = points.ToList();
        // Sutherland and Hodgman, 1974: one side after the other.
        result = Side(result, p => p.X - near.Left);
        result = Side(result, p => near.Right - p.X);
        result = Side(result, p => p.Y - near.Top);
        return Side(result, p => near.Bottom - p.Y);
    }

    private static List<ScreenPoint> Side(List<ScreenPoint> points, Func<ScreenPoint, double> inside)
    {
        if (points.All(p => inside(p) >= 0))
            return points;
        var result = new List<ScreenPoint>();
        for (var i = 0; i < points.Count; i++)
        {
            var (a, b) = (points[i], points[(i + 1) % points.Count]);
            var (da, db) = (inside(a), inside(b));
            if (da >= 0)
                result.Add(a);
            if (da >= 0 != db >= 0)
                result.Add(Between(a, b, da / (da - db)));
        }

        return result;
    }

    /// <summary>Cuts a segment to the rectangle (Liang and Barsky, 1984); false when nothing is left.</summary>
    private static bool Segment(OxyRect r, ref ScreenPoint a, ref ScreenPoint b)
    {
        double from = 0, to = 1;
        var (start, d) = (a, b - a);
        foreach (var (p, q) in ((double, double)[])[(-d.X, a.X - r.Left), (d.X, r.Right - a.X), (-d.Y, a.Y - r.Top), (d.Y, r.Bottom - a.Y)])
        {
            if (p == 0 && q < 0)
                return false;
            if (p < 0)
                from = Math.Max(from, q / p);
            else if (p > 0)
                to = Math.Min(to, q / p);
        }

        if (from > to)
            return false;
        var end = b;
        if (to < 1)
            b = Between(start, end, to);
        if (from > 0)
            a = Between(start, end, from);
        return true;
    }

    private static ScreenPoint Between(ScreenPoint a, ScreenPoint b, double t) => new(a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y)));
}
