namespace OxyPlot.Compat.Tests;

/// <summary>Remembers what was drawn, and inside which rectangle.</summary>
internal sealed class RecordingContext : RenderContextBase
{
    private readonly Stack<OxyRect> clips = [];
    private readonly SvgRenderContext measurer = new(new MemoryStream(), 1, 1, false, null, OxyColors.Undefined);

    public sealed record Text(string Content, ScreenPoint[] Corners, double FontSize, double Rotation);

    public sealed record Line(IList<ScreenPoint> Points, OxyColor Color, OxyRect? Clip);

    public List<Text> Texts { get; } = [];

    public List<Line> Lines { get; } = [];

    public List<Line> Polygons { get; } = [];

    public override int ClipCount => clips.Count;

    public static RecordingContext Of(PlotModel model, double width = 600, double height = 400)
    {
        var rc = new RecordingContext();
        ((IPlotModel)model).Update(true);
        ((IPlotModel)model).Render(rc, new OxyRect(0, 0, width, height));
        Assert.Equal(0, rc.ClipCount);
        return rc;
    }

    public override void PushClip(OxyRect clippingRectangle) => clips.Push(clippingRectangle);

    public override void PopClip() => clips.Pop();

    public override void DrawLine(IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[]? dashArray, LineJoin lineJoin) =>
        Lines.Add(new Line([.. points], stroke, Clip));

    public override void DrawPolygon(IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[]? dashArray, LineJoin lineJoin) =>
        Polygons.Add(new Line([.. points], fill, Clip));

    public override void DrawText(ScreenPoint p, string? text, OxyColor fill, string? fontFamily, double fontSize, double fontWeight, double rotate, HorizontalAlignment halign, VerticalAlignment valign, OxySize? maxSize)
    {
        if (string.IsNullOrEmpty(text))
            return;
        var size = MeasureText(text, fontFamily, fontSize, fontWeight);
        Texts.Add(new Text(text, [.. size.GetPolygon(p, rotate, halign, valign)], fontSize, rotate));
    }

    public override OxySize MeasureText(string text, string? fontFamily, double fontSize, double fontWeight) =>
        measurer.MeasureText(text, fontFamily, fontSize, fontWeight);

    private OxyRect? Clip => clips.Count > 0 ? clips.Peek() : null;
}
