using System.Globalization;

namespace OxyPlot;

/// <summary>A colour with alpha. Two values outside the visible range have a meaning of their own: undefined and automatic.</summary>
public readonly struct OxyColor : IEquatable<OxyColor>
{
    private OxyColor(byte a, byte r, byte g, byte b)
    {
        A = a;
        R = r;
        G = g;
        B = b;
    }

    public byte A { get; }

    public byte R { get; }

    public byte G { get; }

    public byte B { get; }

    public static OxyColor FromAColor(byte a, OxyColor color) => new(a, color.R, color.G, color.B);

    public static OxyColor FromArgb(byte a, byte r, byte g, byte b) => new(a, r, g, b);

    public static OxyColor FromRgb(byte r, byte g, byte b) => new(255, r, g, b);

    /// <summary>Reads 0xAARRGGBB.</summary>
    public static OxyColor FromUInt32(uint color) => new((byte)(color >> 24), (byte)(color >> 16), (byte)(color >> 8), (byte)color);

    /// <summary>Hue, saturation and value, all in [0, 1].</summary>
    public static OxyColor FromHsv(double hue, double sat, double val)
    {
        byte Channel(double shift)
        {
            var k = (shift + (hue * 6)) % 6;
            return (byte)Math.Round(255 * (val - (val * sat * Math.Clamp(Math.Min(k, 4 - k), 0, 1))));
        }

        return FromRgb(Channel(5), Channel(3), Channel(1));
    }

    public static OxyColor FromHsv(double[] hsv) => FromHsv(hsv[0], hsv[1], hsv[2]);

    public static OxyColor Interpolate(OxyColor color1, OxyColor color2, double t)
    {
        byte Mix(byte from, byte to) => (byte)((from * (1 - t)) + (to * t));
        return new(Mix(color1.A, color2.A), Mix(color1.R, color2.R), Mix(color1.G, color2.G), Mix(color1.B, color2.B));
    }

    /// <summary>Reads "#RRGGBB", "#AARRGGBB", "r,g,b" or "a,r,g,b"; "None" and nothing give the undefined colour.</summary>
    public static OxyColor Parse(string value)
    {
        if (value == null || string.Equals(value, "none", StringComparison.OrdinalIgnoreCase))
            return OxyColors.Undefined;
        if (string.Equals(value, "auto", StringComparison.OrdinalIgnoreCase))
            return OxyColors.Automatic;
        value = value.Trim();
        if (value.StartsWith('#'))
        {
            var bits = uint.Parse(value.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return FromUInt32(value.Length < 9 ? bits | 0xFF000000 : bits);
        }

        var parts = value.Split(',').Select(part => byte.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return parts.Length switch
        {
            3 => FromRgb(parts[0], parts[1], parts[2]),
            4 => FromArgb(parts[0], parts[1], parts[2], parts[3]),
            _ => throw new FormatException($"'{value}' is no colour: write #RRGGBB, #AARRGGBB or three or four numbers with commas."),
        };
    }

    public OxyColor GetActualColor(OxyColor defaultColor) => IsAutomatic() ? defaultColor : this;

    public bool IsAutomatic() => Equals(OxyColors.Automatic);

    public bool IsUndefined() => Equals(OxyColors.Undefined);

    public bool IsInvisible() => A == 0;

    public bool IsVisible() => A > 0;

    public bool Equals(OxyColor other) => A == other.A && R == other.R && G == other.G && B == other.B;

    public override bool Equals(object obj) => obj is OxyColor other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(A, R, G, B);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{A:x2}{R:x2}{G:x2}{B:x2}");

    public static bool operator ==(OxyColor first, OxyColor second) => first.Equals(second);

    public static bool operator !=(OxyColor first, OxyColor second) => !first.Equals(second);
}
