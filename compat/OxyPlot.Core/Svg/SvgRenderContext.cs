using OxyPlot.Text;

namespace OxyPlot;

/// <summary>A surface that writes SVG.</summary>
public class SvgRenderContext : ClippingRenderContext, IDisposable
{
    private readonly SvgWriter writer;
    private bool disposed;

    public SvgRenderContext(Stream s, double width, double height, bool isDocument, IRenderContext textMeasurer, OxyColor background, bool useVerticalTextAlignmentWorkaround = false)
    {
        writer = new SvgWriter(s, width, height, isDocument);
        TextMeasurer = textMeasurer;
        UseVerticalTextAlignmentWorkaround = useVerticalTextAlignmentWorkaround;
        RendersToScreen = false;
        if (background.IsVisible())
            writer.WriteRectangle(0, 0, width, height, writer.CreateStyle(background, OxyColors.Undefined, 0), EdgeRenderingMode.Adaptive);
    }

    /// <summary>Who measures text; without one, built-in widths that no common face exceeds.</summary>
    public IRenderContext TextMeasurer { get; set; }

    /// <summary>Kept for sources that set it: base lines are always placed explicitly here.</summary>
    public bool UseVerticalTextAlignmentWorkaround { get; set; }

    public void Complete() => writer.Complete();

    public void Close() => Dispose();

    public void Flush() => writer.Flush();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    public override void DrawLine(IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin)
    {
        if (stroke.IsInvisible() || thickness <= 0)
            return;
        var style = writer.CreateStyle(OxyColors.Undefined, stroke, thickness, dashArray, lineJoin);
        if (points.Count == 2)
            writer.WriteLine(points[0], points[1], style, edgeRenderingMode);
        else
            writer.WritePolyline(points, style, edgeRenderingMode);
    }

    public override void DrawPolygon(IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin) =>
        writer.WritePolygon(points, writer.CreateStyle(fill, stroke, thickness, dashArray, lineJoin), edgeRenderingMode);

    public override void DrawEllipse(OxyRect rect, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode) =>
        writer.WriteEllipse(rect.Left, rect.Top, rect.Width, rect.Height, writer.CreateStyle(fill, stroke, thickness), edgeRenderingMode);

    public override void DrawRectangle(OxyRect rect, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode) =>
        writer.WriteRectangle(rect.Left, rect.Top, rect.Width, rect.Height, writer.CreateStyle(fill, stroke, thickness), edgeRenderingMode);

    public override void DrawImage(OxyImage source, double srcX, double srcY, double srcWidth, double srcHeight, double destX, double destY, double destWidth, double destHeight, double opacity, bool interpolate) =>
        writer.WriteImage(destX, destY, destWidth, destHeight, source);

    public override void DrawText(ScreenPoint p, string text, OxyColor c, string fontFamily, double fontSize, double fontWeight, double rotate, HorizontalAlignment halign, VerticalAlignment valign, OxySize? maxSize)
    {
        if (string.IsNullOrEmpty(text) || c.IsInvisible() || !p.IsFinite)
            return;
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var first = valign switch { VerticalAlignment.Top => 0.5, VerticalAlignment.Middle => 1 - (lines.Length / 2.0) - 0.5, _ => 0.5 - lines.Length };
        var (sin, cos) = Math.SinCos(rotate * Math.PI / 180);
        for (var i = 0; i < lines.Length; i++)
        {
            var down = (first + i) * SansMetrics.LineHeight * fontSize;
            var at = new ScreenPoint(p.X - (down * sin), p.Y + (down * cos));
            writer.WriteText(at, lines[i], c, fontFamily, fontSize, fontWeight, rotate, halign, VerticalAlignment.Middle);
        }
    }

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight) =>
        TextMeasurer?.MeasureText(text, fontFamily, fontSize, fontWeight) ?? TextMeasure.Measure(text, fontSize, fontWeight);

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !disposed)
            writer.Close();
        disposed = true;
    }

    protected override void SetClip(OxyRect clippingRectangle) =>
        writer.BeginClip(clippingRectangle.Left, clippingRectangle.Top, clippingRectangle.Width, clippingRectangle.Height);

    protected override void ResetClip() => writer.EndClip();
}
