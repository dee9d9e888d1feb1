using OxyPlot;
using OxyPlot.Text;

namespace LearnedOpt.Plots;

/// <summary>Measures text for the exporter with widths that no common sans face exceeds; draws nothing.</summary>
internal sealed class SansMeasurer : RenderContextBase
{
    private int clips;

    public override int ClipCount => clips;

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        if (string.IsNullOrEmpty(text))
            return OxySize.Empty;
        double width = 0;
        var lines = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            width = Math.Max(width, SansMetrics.Width(line, fontSize, fontWeight));
            lines++;
        }

        return new OxySize(width, lines * SansMetrics.LineHeight * fontSize);
    }

    public override void DrawLine(IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin)
    {
    }

    public override void DrawPolygon(IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin)
    {
    }

    public override void DrawText(ScreenPoint p, string text, OxyColor fill, string fontFamily, double fontSize, double fontWeight, double rotate, HorizontalAlignment halign, VerticalAlignment valign, OxySize? maxSize)
    {
    }

    public override void PushClip(OxyRect clippingRectangle) => clips++;

    public override void PopClip() => clips--;
}
