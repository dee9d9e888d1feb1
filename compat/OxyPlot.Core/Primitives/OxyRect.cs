namespace OxyPlot;

/// <summary>A rectangle on the drawing surface, top left corner and size.</summary>
public readonly struct OxyRect : IEquatable<OxyRect>, IFormattable
{
    public static readonly OxyRect Everything = new(0, 0, double.PositiveInfinity, double.PositiveInfinity);

    public OxyRect(double left, double top, double width, double height)
    {
        if (width < 0)
            throw new ArgumentOutOfRangeException(nameof(width), width, "The width of a rectangle must not be negative.");
        if (height < 0)
            throw new ArgumentOutOfRangeException(nameof(height), height, "The height of a rectangle must not be negative.");
        Left = left;
        Top = top;
        Width = width;
        Height = height;
    }

    public OxyRect(ScreenPoint p0, ScreenPoint p1)
        : this(Math.Min(p0.X, p1.X), Math.Min(p0.Y, p1.Y), Math.Abs(p1.X - p0.X), Math.Abs(p1.Y - p0.Y))
    {
    }

    public OxyRect(ScreenPoint p0, OxySize size)
        : this(p0.X, p0.Y, size.Width, size.Height)
    {
    }

    public double Left { get; }

    public double Top { get; }

    public double Width { get; }

    public double Height { get; }

    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public ScreenPoint TopLeft => new(Left, Top);

    public ScreenPoint TopRight => new(Right, Top);

    public ScreenPoint BottomLeft => new(Left, Bottom);

    public ScreenPoint BottomRight => new(Right, Bottom);

    public ScreenPoint Center => new(Left + (Width / 2), Top + (Height / 2));

    public static OxyRect Create(double x0, double y0, double x1, double y1) => new(new ScreenPoint(x0, y0), new ScreenPoint(x1, y1));

    public bool Contains(double x, double y) => x >= Left && x <= Right && y >= Top && y <= Bottom;

    public bool Contains(ScreenPoint p) => Contains(p.X, p.Y);

    public OxyRect Inflate(double dx, double dy) => Inflate(new OxyThickness(dx, dy, dx, dy));

    public OxyRect Inflate(OxyThickness t) =>
        new(Left - t.Left, Top - t.Top, Width + t.Left + t.Right, Height + t.Top + t.Bottom);

    public OxyRect Deflate(OxyThickness t) =>
        new(Left + t.Left, Top + t.Top, Math.Max(0, Width - t.Left - t.Right), Math.Max(0, Height - t.Top - t.Bottom));

    public OxyRect Offset(double offsetX, double offsetY) => new(Left + offsetX, Top + offsetY, Width, Height);

    public OxyRect Intersect(OxyRect rect)
    {
        var left = Math.Max(Left, rect.Left);
        var top = Math.Max(Top, rect.Top);
        var right = Math.Min(Right, rect.Right);
        var bottom = Math.Min(Bottom, rect.Bottom);
        return right < left || bottom < top ? default : new OxyRect(left, top, right - left, bottom - top);
    }

    /// <summary>Moves every edge that lies outside <paramref name="clipRect"/> onto it; empty, at the border, when the two do not meet.</summary>
    public OxyRect Clip(OxyRect clipRect)
    {
        double Across(double v) => Math.Clamp(v, clipRect.Left, clipRect.Right);
        double Down(double v) => Math.Clamp(v, clipRect.Top, clipRect.Bottom);
        return Create(Across(Left), Down(Top), Across(Right), Down(Bottom));
    }

    public bool Equals(OxyRect other) =>
        Left.Equals(other.Left) && Top.Equals(other.Top) && Width.Equals(other.Width) && Height.Equals(other.Height);

    public override string ToString() => $"({Left}, {Top}, {Width}, {Height})";

    public string ToString(string format, IFormatProvider formatProvider)
    {
        string Number(double v) => v.ToString(format, formatProvider);
        return $"({Number(Left)}, {Number(Top)}, {Number(Width)}, {Number(Height)})";
    }
}
