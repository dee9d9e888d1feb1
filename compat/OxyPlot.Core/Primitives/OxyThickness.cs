namespace OxyPlot;

/// <summary>Four distances, one for each side of a rectangle.</summary>
public readonly struct OxyThickness
{
    public OxyThickness(double thickness)
        : this(thickness, thickness, thickness, thickness)
    {
    }

    public OxyThickness(double left, double top, double right, double bottom)
    {
        Left = left;
        Top = top;
        Right = right;
        Bottom = bottom;
    }

    public double Left { get; }

    public double Top { get; }

    public double Right { get; }

    public double Bottom { get; }

    public bool Equals(OxyThickness other) =>
        Left.Equals(other.Left) && Top.Equals(other.Top) && Right.Equals(other.Right) && Bottom.Equals(other.Bottom);

    /// <summary>The larger of the two on each side.</summary>
    public OxyThickness Include(OxyThickness other) =>
        new(Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    public override string ToString() => $"({Left}, {Top}, {Right}, {Bottom})";
}
