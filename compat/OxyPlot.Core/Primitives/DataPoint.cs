namespace OxyPlot;

/// <summary>A point in data space.</summary>
public readonly struct DataPoint : IEquatable<DataPoint>
{
    public static readonly DataPoint Undefined = new(double.NaN, double.NaN);

    public DataPoint(double x, double y)
    {
        X = x;
        Y = y;
    }

    public double X { get; }

    public double Y { get; }

    public bool Equals(DataPoint other) => X.Equals(other.X) && Y.Equals(other.Y);

    public bool IsDefined() => !double.IsNaN(X) && !double.IsNaN(Y);

    public override string ToString() => X + " " + Y;
}
