namespace OxyPlot.Annotations;

/// <summary>An arrow to a point, with text at its tail.</summary>
public class ArrowAnnotation : TextualAnnotation
{
    public DataPoint StartPoint { get; set; }

    public DataPoint EndPoint { get; set; }

    /// <summary>Where the arrow points, on the screen, when it has no start point: its tail lies this far back from its end.</summary>
    public ScreenVector ArrowDirection { get; set; }

    public OxyColor Color { get; set; } = OxyColors.Blue;

    public LineStyle LineStyle { get; set; } = LineStyle.Solid;

    public LineJoin LineJoin { get; set; } = LineJoin.Miter;

    public double StrokeThickness { get; set; } = 2;

    /// <summary>Length and half width of the head, in units of the thickness.</summary>
    public double HeadLength { get; set; } = 10;

    public double HeadWidth { get; set; } = 3;

    /// <summary>How far the back of the head is cut in, in units of the thickness.</summary>
    public double Veeness { get; set; }

    public override void Render(IRenderContext rc)
    {
        base.Render(rc);
        var end = Transform(EndPoint);
        var start = ArrowDirection.LengthSquared > 0 ? end - this.Orientate(ArrowDirection) : Transform(StartPoint);
        var along = end - start;
        if (!start.IsFinite || !end.IsFinite || along.LengthSquared <= 0)
            return;
        RenderText(rc, start, along);
        along.Normalize();
        var across = new ScreenVector(along.Y, -along.X);
        var neck = end - (along * HeadLength * StrokeThickness);
        var notch = neck + (along * Veeness * StrokeThickness);
        var wing = across * HeadWidth * StrokeThickness;
        foreach (var piece in ScreenClip.Polyline([start, notch], GetClippingRect()))
            rc.DrawLine(piece, Color, StrokeThickness, EdgeRenderingMode, LineStyle.GetDashArray(), LineJoin);
        rc.DrawPolygon([neck + wing, end, neck - wing, notch], Color, OxyColors.Undefined, 0, EdgeRenderingMode);
    }

    /// <summary>Text that stands where it is told is aligned as told; at the tail it stands on the side that the arrow leaves free.</summary>
    private void RenderText(IRenderContext rc, ScreenPoint start, ScreenVector along)
    {
        GetActualTextAlignment(out var ha, out var va);
        if (!TextPosition.IsDefined())
        {
            ha = Math.Abs(along.X) < Math.Abs(along.Y) / 4 ? HorizontalAlignment.Center : along.X > 0 ? HorizontalAlignment.Right : HorizontalAlignment.Left;
            va = Math.Abs(along.Y) < Math.Abs(along.X) / 4 ? VerticalAlignment.Middle : along.Y > 0 ? VerticalAlignment.Bottom : VerticalAlignment.Top;
        }

        DrawTextInside(rc, GetActualTextPosition(() => start), TextRotation, ha, va);
    }
}
