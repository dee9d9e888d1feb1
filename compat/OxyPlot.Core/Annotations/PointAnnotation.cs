namespace OxyPlot.Annotations;

/// <summary>A marker with text beside it.</summary>
public class PointAnnotation : ShapeAnnotation
{
    public PointAnnotation()
    {
        TextVerticalAlignment = VerticalAlignment.Top;
    }

    public double X { get; set; }

    public double Y { get; set; }

    public double Size { get; set; } = 4;

    public MarkerType Shape { get; set; } = MarkerType.Circle;

    public ScreenPoint[] CustomOutline { get; set; }

    public double TextMargin { get; set; } = 2;

    public override void Render(IRenderContext rc)
    {
        base.Render(rc);
        var at = this.Transform(X, Y);
        rc.DrawMarker(at, Shape, CustomOutline, Size, Fill, Stroke, StrokeThickness, EdgeRenderingMode);
        GetActualTextAlignment(out var ha, out var va);
        var distance = Size + TextMargin;
        var aside = new ScreenVector(-(int)ha * distance, -(int)va * distance);
        DrawTextInside(rc, GetActualTextPosition(() => at + aside), TextRotation, ha, va);
    }
}
