namespace OxyPlot;

/// <summary>Where something was pointed at, and how near counts as a hit.</summary>
public class HitTestArguments
{
    public HitTestArguments(ScreenPoint point, double tolerance)
    {
        Point = point;
        Tolerance = tolerance;
    }

    public ScreenPoint Point { get; }

    public double Tolerance { get; }
}

/// <summary>The element that was hit.</summary>
public class HitTestResult
{
    public HitTestResult(Element element, ScreenPoint nearestHitPoint, object item = null, double index = 0)
    {
        Element = element;
        NearestHitPoint = nearestHitPoint;
        Item = item;
        Index = index;
    }

    public Element Element { get; }

    public double Index { get; }

    public object Item { get; }

    public ScreenPoint NearestHitPoint { get; }
}
