namespace OxyPlot;

/// <summary>Width and height on the drawing surface.</summary>
public readonly struct OxySize : IEquatable<OxySize>, IFormattable
{
    public static readonly OxySize Empty = new(0, 0);

    public OxySize(double width, double height)
    {
        Width = width;
        Height = height;
    }

    public double Width { get; }

    public double Height { get; }

    public bool Equals(OxySize other) => Width.Equals(other.Width) && Height.Equals(other.Height);

    /// <summary>The smallest size that holds both.</summary>
    public OxySize Include(OxySize other) => new(Math.Max(Width, other.Width), Math.Max(Height, other.Height));

    public override string ToString() => $"({Width}, {Height})";

    public string ToString(string format, IFormatProvider formatProvider) =>
        $"({Width.ToString(format, formatProvider)}, {Height.ToString(format, formatProvider)})";
}
