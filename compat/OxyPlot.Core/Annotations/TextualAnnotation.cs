namespace OxyPlot.Annotations;

/// <summary>An annotation that says something.</summary>
public abstract class TextualAnnotation : TransposableAnnotation
{
    protected TextualAnnotation()
    {
    }

    public string Text { get; set; }

    /// <summary>Where the text stands; when undefined, where the annotation puts it.</summary>
    public DataPoint TextPosition { get; set; } = DataPoint.Undefined;

    public HorizontalAlignment TextHorizontalAlignment { get; set; } = HorizontalAlignment.Center;

    public VerticalAlignment TextVerticalAlignment { get; set; } = VerticalAlignment.Middle;

    /// <summary>Turn of the text in degrees, clockwise.</summary>
    public double TextRotation { get; set; }

    protected ScreenPoint GetActualTextPosition(Func<ScreenPoint> defaultPosition) =>
        TextPosition.IsDefined() ? Transform(TextPosition) : defaultPosition();

    protected void GetActualTextAlignment(out HorizontalAlignment ha, out VerticalAlignment va)
    {
        (ha, va) = (TextHorizontalAlignment, TextVerticalAlignment);
        this.Orientate(ref ha, ref va);
    }

    /// <summary>Draws the text, moved and if need be set smaller so that nothing of it is cut off at the border.</summary>
    private protected void DrawTextInside(IRenderContext rc, ScreenPoint at, double rotation, HorizontalAlignment ha, VerticalAlignment va, OxyThickness border = default, Action<ScreenPoint, OxySize> before = null)
    {
        if (string.IsNullOrEmpty(Text) || !at.IsFinite)
            return;
        var room = PlotModel.PlotBounds.Deflate(new OxyThickness(1));
        if (ClipByXAxis || ClipByYAxis)
            room = room.Intersect(GetClippingRect());
        room = room.Deflate(border);
        var fontSize = ActualFontSize;
        OxyRect bounds;
        OxySize size;
        while (true)
        {
            size = rc.MeasureMathText(Text, ActualFont, fontSize, ActualFontWeight);
            bounds = size.GetBounds(rotation, ha, va);
            if ((bounds.Width <= room.Width && bounds.Height <= room.Height) || fontSize < 1)
                break;
            fontSize *= 0.9;
        }

        var x = Nudge(at.X + bounds.Left, bounds.Width, room.Left, room.Right) - bounds.Left;
        var y = Nudge(at.Y + bounds.Top, bounds.Height, room.Top, room.Bottom) - bounds.Top;
        at = new ScreenPoint(x, y);
        before?.Invoke(at, size);
        rc.DrawMathText(at, Text, ActualTextColor, ActualFont, fontSize, ActualFontWeight, rotation, ha, va);
    }

    private static double Nudge(double start, double length, double from, double to) => Math.Max(from, Math.Min(start, to - length));
}
