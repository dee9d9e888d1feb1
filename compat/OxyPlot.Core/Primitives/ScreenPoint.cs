namespace OxyPlot;

/// <summary>A point on the drawing surface; y grows downwards.</summary>
public readonly struct ScreenPoint : IEquatable<ScreenPoint>
{
    public static readonly ScreenPoint Undefined = new(double.NaN, double.NaN);

    public ScreenPoint(double x, double y)
    {
        X = x;
        Y = y;
    }

    public double X { get; }

    public double Y { get; }

    internal bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);

    public static bool IsUndefined(ScreenPoint point) => double.IsNaN(point.X) && double.IsNaN(point.Y);

    public double DistanceTo(ScreenPoint point) => Math.Sqrt(DistanceToSquared(point));

    public double DistanceToSquared(ScreenPoint point) => (this - point).LengthSquared;

    public bool Equals(ScreenPoint other) => X.Equals(other.X) && Y.Equals(other.Y);

    public override string ToString() => X + " " + Y;

    public static ScreenPoint operator +(ScreenPoint p1, ScreenVector p2) => new(p1.X + p2.X, p1.Y + p2.Y);

    public static ScreenVector operator -(ScreenPoint p1, ScreenPoint p2) => new(p1.X - p2.X, p1.Y - p2.Y);

    public static ScreenPoint operator -(ScreenPoint point, ScreenVector vector) => new(point.X - vector.X, point.Y - vector.Y);
}
