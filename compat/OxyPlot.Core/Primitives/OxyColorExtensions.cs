using System.Globalization;

namespace OxyPlot;

/// <summary>Conversions and changes of a colour.</summary>
public static class OxyColorExtensions
{
    /// <summary>Multiplies the value of hue, saturation and value, keeping it at most 1.</summary>
    public static OxyColor ChangeIntensity(this OxyColor color, double factor)
    {
        var hsv = color.ToHsv();
        return OxyColor.FromAColor(color.A, OxyColor.FromHsv(hsv[0], hsv[1], Math.Min(1, hsv[2] * factor)));
    }

    public static OxyColor ChangeSaturation(this OxyColor color, double factor)
    {
        var hsv = color.ToHsv();
        return OxyColor.FromAColor(color.A, OxyColor.FromHsv(hsv[0], Math.Min(1, hsv[1] * factor), hsv[2]));
    }

    public static string ToByteString(this OxyColor color) =>
        string.Create(CultureInfo.InvariantCulture, $"{color.A},{color.R},{color.G},{color.B}");

    /// <summary>Hue, saturation and value, all in [0, 1].</summary>
    public static double[] ToHsv(this OxyColor color)
    {
        double max = Math.Max(color.R, Math.Max(color.G, color.B));
        double min = Math.Min(color.R, Math.Min(color.G, color.B));
        var range = max - min;
        double hue = 0;
        if (range > 0 && max == color.R)
            hue = ((color.G - color.B) / range / 6) + (color.G < color.B ? 1 : 0);
        else if (range > 0 && max == color.G)
            hue = ((color.B - color.R) / range / 6) + (2d / 6);
        else if (range > 0)
            hue = ((color.R - color.G) / range / 6) + (4d / 6);
        return [hue, max > 0 ? range / max : 0, max / 255];
    }

    public static uint ToUint(this OxyColor color) =>
        ((uint)color.A << 24) | ((uint)color.R << 16) | ((uint)color.G << 8) | color.B;
}
