namespace OxyPlot.Annotations;

/// <summary>A line across the plot, with text at a place along it.</summary>
public abstract class PathAnnotation : TextualAnnotation
{
    protected PathAnnotation()
    {
        TextHorizontalAlignment = HorizontalAlignment.Right;
        TextVerticalAlignment = VerticalAlignment.Top;
    }

    public OxyColor Color { get; set; } = OxyColors.Blue;

    public LineStyle LineStyle { get; set; } = LineStyle.Dash;

    public LineJoin LineJoin { get; set; } = LineJoin.Miter;

    public double StrokeThickness { get; set; } = 1;

    public double MinimumSegmentLength { get; set; } = 2;

    /// <summary>The part of the plane that the line may cross; beyond the axes' ranges by default.</summary>
    public double MinimumX { get; set; } = double.MinValue;

    public double MaximumX { get; set; } = double.MaxValue;

    public double MinimumY { get; set; } = double.MinValue;

    public double MaximumY { get; set; } = double.MaxValue;

    /// <summary>Where along the line the text stands, from 0 to 1.</summary>
    public double TextLinePosition { get; set; } = 1;

    /// <summary>Distance of the text from the end of the line.</summary>
    public double TextMargin { get; set; } = 12;

    /// <summary>Distance of the text from the line.</summary>
    public double TextPadding { get; set; }

    public AnnotationTextOrientation TextOrientation { get; set; } = AnnotationTextOrientation.AlongLine;

    protected double ActualMinimumX { get; set; }

    protected double ActualMaximumX { get; set; }

    protected double ActualMinimumY { get; set; }

    protected double ActualMaximumY { get; set; }

    public override void Render(IRenderContext rc)
    {
        base.Render(rc);
        CalculateActualMinimumsMaximums();
        var area = GetClippingRect();
        List<ScreenPoint> seen = [];
        foreach (var piece in ScreenClip.Polyline([.. GetScreenPoints().Where(p => p.IsFinite)], area))
        {
            if (StrokeThickness > 0 && LineStyle != LineStyle.None)
                rc.DrawReducedLine(piece, MinimumSegmentLength * MinimumSegmentLength, Color, StrokeThickness, EdgeRenderingMode, LineStyle.GetDashArray(), LineJoin);
            seen.AddRange(piece.Where(area.Inflate(0.5, 0.5).Contains));
        }

        if (seen.Count >= 2)
            RenderText(rc, seen);
    }

    protected abstract IList<ScreenPoint> GetScreenPoints();

    protected virtual void CalculateActualMinimumsMaximums()
    {
        ActualMinimumX = Math.Max(MinimumX, XAxis.ActualMinimum);
        ActualMaximumX = Math.Min(MaximumX, XAxis.ActualMaximum);
        ActualMinimumY = Math.Max(MinimumY, YAxis.ActualMinimum);
        ActualMaximumY = Math.Min(MaximumY, YAxis.ActualMaximum);
    }

    private void RenderText(IRenderContext rc, List<ScreenPoint> line)
    {
        var (at, direction) = Along(line);
        GetActualTextAlignment(out var ha, out var va);
        var angle = TextOrientation switch
        {
            AnnotationTextOrientation.AlongLine => Math.Atan2(direction.Y, direction.X) * 180 / Math.PI,
            AnnotationTextOrientation.Vertical => -90,
            _ => TextRotation,
        };
        // Text never stands on its head.
        if (angle is > 90 or < -90)
            angle -= 180 * Math.Sign(angle);
        var aside = va switch { VerticalAlignment.Top => TextPadding, VerticalAlignment.Bottom => -TextPadding, _ => 0 };
        var (sin, cos) = Math.SinCos(angle * Math.PI / 180);
        DrawTextInside(rc, GetActualTextPosition(() => at + new ScreenVector(-aside * sin, aside * cos)), angle, ha, va);
    }

    private (ScreenPoint At, ScreenVector Direction) Along(List<ScreenPoint> line)
    {
        double length = 0;
        for (var i = 1; i < line.Count; i++)
            length += line[i].DistanceTo(line[i - 1]);
        var margin = TextHorizontalAlignment switch { HorizontalAlignment.Left => TextMargin, HorizontalAlignment.Right => -TextMargin, _ => 0 };
        var target = Math.Clamp((TextLinePosition * length) + margin, 0, length);
        for (var i = 1; i < line.Count; i++)
        {
            var step = line[i] - line[i - 1];
            if (target <= step.Length || i == line.Count - 1)
                return (step.Length > 0 ? line[i - 1] + (step * Math.Min(1, target / step.Length)) : line[i], step);
            target -= step.Length;
        }

        return (line[0], new ScreenVector(1, 0));
    }
}
