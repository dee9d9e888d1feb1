namespace OxyPlot.Annotations;

/// <summary>Text in a box.</summary>
public class TextAnnotation : TextualAnnotation
{
    public TextAnnotation()
    {
        TextVerticalAlignment = VerticalAlignment.Bottom;
    }

    public OxyColor Background { get; set; } = OxyColors.Undefined;

    public OxyColor Stroke { get; set; } = OxyColors.Black;

    public double StrokeThickness { get; set; } = 1;

    /// <summary>Distance of the text from its place, on the screen.</summary>
    public ScreenVector Offset { get; set; }

    /// <summary>Room between the text and its box.</summary>
    public OxyThickness Padding { get; set; } = new(4);

    public override void Render(IRenderContext rc)
    {
        base.Render(rc);
        GetActualTextAlignment(out var ha, out var va);
        var at = Transform(TextPosition) + this.Orientate(Offset);
        var border = Padding.Include(new OxyThickness(0));
        DrawTextInside(rc, at, TextRotation, ha, va, new OxyThickness(border.Left + StrokeThickness, border.Top + StrokeThickness, border.Right + StrokeThickness, border.Bottom + StrokeThickness), (place, size) => RenderBox(rc, place, size, ha, va));
    }

    private void RenderBox(IRenderContext rc, ScreenPoint at, OxySize size, HorizontalAlignment ha, VerticalAlignment va)
    {
        if (Background.IsInvisible() && (Stroke.IsInvisible() || StrokeThickness <= 0))
            return;
        var bounds = size.GetBounds(0, ha, va).Inflate(Padding);
        var (sin, cos) = Math.SinCos(TextRotation * Math.PI / 180);
        ScreenPoint Turned(ScreenPoint p) => new(at.X + (p.X * cos) - (p.Y * sin), at.Y + (p.X * sin) + (p.Y * cos));
        rc.DrawPolygon([Turned(bounds.TopLeft), Turned(bounds.TopRight), Turned(bounds.BottomRight), Turned(bounds.BottomLeft)], Background, Stroke, StrokeThickness, EdgeRenderingMode);
    }
}
