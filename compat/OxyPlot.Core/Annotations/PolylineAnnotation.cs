namespace OxyPlot.Annotations;

/// <summary>A line through points.</summary>
public class PolylineAnnotation : PathAnnotation
{
    public List<DataPoint> Points { get; } = [];

    protected override IList<ScreenPoint> GetScreenPoints() => [.. Points.Select(Transform)];
}
