namespace OxyPlot;

/// <summary>A displacement on the drawing surface.</summary>
public struct ScreenVector : IEquatable<ScreenVector>
{
    private double x;
    private double y;

    public ScreenVector(double x, double y)
    {
        this.x = x;
        this.y = y;
    }

    public double Length => Math.Sqrt(LengthSquared);

    public double LengthSquared => (x * x) + (y * y);

    public double X => x;

    public double Y => y;

    public bool Equals(ScreenVector other) => x.Equals(other.x) && y.Equals(other.y);

    public void Normalize()
    {
        var length = Length;
        if (length <= 0)
            return;
        x /= length;
        y /= length;
    }

    public override string ToString() => x + " " + y;

    public static ScreenVector operator +(ScreenVector v, ScreenVector d) => new(v.x + d.x, v.y + d.y);

    public static ScreenVector operator *(ScreenVector v, double d) => new(v.x * d, v.y * d);

    public static ScreenVector operator -(ScreenVector v, ScreenVector d) => new(v.x - d.x, v.y - d.y);

    public static ScreenVector operator -(ScreenVector v) => new(-v.x, -v.y);
}
