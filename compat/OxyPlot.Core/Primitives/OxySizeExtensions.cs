namespace OxyPlot;

/// <summary>Where a box lies when it is turned about the point that its alignment names.</summary>
public static class OxySizeExtensions
{
    /// <summary>The upright bounds of the turned box, relative to the anchor.</summary>
    public static OxyRect GetBounds(this OxySize bounds, double angle, HorizontalAlignment horizontalAlignment, VerticalAlignment verticalAlignment)
    {
        var corners = GetPolygon(bounds, new ScreenPoint(0, 0), angle, horizontalAlignment, verticalAlignment).ToArray();
        return OxyRect.Create(corners.Min(p => p.X), corners.Min(p => p.Y), corners.Max(p => p.X), corners.Max(p => p.Y));
    }

    /// <summary>The four corners of the turned box; the angle is in degrees, clockwise on the screen.</summary>
    public static IEnumerable<ScreenPoint> GetPolygon(this OxySize size, ScreenPoint origin, double angle, HorizontalAlignment horizontalAlignment, VerticalAlignment verticalAlignment)
    {
        var left = horizontalAlignment switch
        {
            HorizontalAlignment.Left => 0,
            HorizontalAlignment.Center => -size.Width / 2,
            _ => -size.Width,
        };
        var top = verticalAlignment switch
        {
            VerticalAlignment.Top => 0,
            VerticalAlignment.Middle => -size.Height / 2,
            _ => -size.Height,
        };
        var (sin, cos) = Math.SinCos(angle * Math.PI / 180);
        ScreenPoint Corner(double x, double y) => new(origin.X + (x * cos) - (y * sin), origin.Y + (x * sin) + (y * cos));
        yield return Corner(left, top);
        yield return Corner(left + size.Width, top);
        yield return Corner(left + size.Width, top + size.Height);
        yield return Corner(left, top + size.Height);
    }
}
