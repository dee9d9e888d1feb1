namespace OxyPlot.Annotations;

/// <summary>An ellipse about a point; width and height are in data space.</summary>
public class EllipseAnnotation : ShapeAnnotation
{
    public double X { get; set; }

    public double Y { get; set; }

    public double Width { get; set; } = double.NaN;

    public double Height { get; set; } = double.NaN;

    public override void Render(IRenderContext rc)
    {
        base.Render(rc);
        var p0 = this.Transform(X - (Width / 2), Y - (Height / 2));
        var p1 = this.Transform(X + (Width / 2), Y + (Height / 2));
        if (!p0.IsFinite || !p1.IsFinite)
            return;
        var box = new OxyRect(p0, p1);
        rc.DrawEllipse(box, Fill, Stroke, StrokeThickness, EdgeRenderingMode);
        GetActualTextAlignment(out var ha, out var va);
        DrawTextInside(rc, GetActualTextPosition(() => box.Center), TextRotation, ha, va);
    }
}
