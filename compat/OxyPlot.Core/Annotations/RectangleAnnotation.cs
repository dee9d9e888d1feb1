namespace OxyPlot.Annotations;

/// <summary>A rectangle in data space; a side that is not set lies at the end of its axis.</summary>
public class RectangleAnnotation : ShapeAnnotation
{
    public double MinimumX { get; set; } = double.NaN;

    public double MaximumX { get; set; } = double.NaN;

    public double MinimumY { get; set; } = double.NaN;

    public double MaximumY { get; set; } = double.NaN;

    public override void Render(IRenderContext rc)
    {
        base.Render(rc);
        static double Within(double set, double end, Axes.Axis axis) =>
            double.IsNaN(set) ? end : Math.Clamp(set, axis.ActualMinimum, axis.ActualMaximum);
        var p0 = this.Transform(Within(MinimumX, XAxis.ActualMinimum, XAxis), Within(MinimumY, YAxis.ActualMinimum, YAxis));
        var p1 = this.Transform(Within(MaximumX, XAxis.ActualMaximum, XAxis), Within(MaximumY, YAxis.ActualMaximum, YAxis));
        if (!p0.IsFinite || !p1.IsFinite)
            return;
        var rectangle = new OxyRect(p0, p1);
        rc.DrawRectangle(rectangle, Fill, Stroke, StrokeThickness, EdgeRenderingMode);
        GetActualTextAlignment(out var ha, out var va);
        var at = GetActualTextPosition(() => new ScreenPoint(
            ha switch { HorizontalAlignment.Left => rectangle.Left, HorizontalAlignment.Right => rectangle.Right, _ => rectangle.Center.X },
            va switch { VerticalAlignment.Top => rectangle.Top, VerticalAlignment.Bottom => rectangle.Bottom, _ => rectangle.Center.Y }));
        DrawTextInside(rc, at, TextRotation, ha, va);
    }
}
