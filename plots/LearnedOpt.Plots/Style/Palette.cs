using OxyPlot;

namespace LearnedOpt.Plots;

/// <summary>How one curve among several looks.</summary>
internal sealed record CurveStyle(OxyColor Color, double[]? Dashes, MarkerType Marker);

/// <summary>
/// Colours that people with any colour vision can tell apart, each with a dash and a marker of its own, so that a print
/// without colours can be read too. Reference: Okabe and Ito, 2008, "Color Universal Design".
/// </summary>
internal static class Palette
{
    public static readonly OxyColor Ink = OxyColor.FromRgb(0x22, 0x22, 0x22), Muted = OxyColor.FromRgb(0x59, 0x59, 0x59), Grid = OxyColor.FromRgb(0xE4, 0xE4, 0xE4);

    // Blue, vermillion, green, purple, orange, sky blue, black. The eighth, yellow, does not show on white.
    private static readonly OxyColor[] Colors =
    [
        OxyColor.FromRgb(0x00, 0x72, 0xB2), OxyColor.FromRgb(0xD5, 0x5E, 0x00), OxyColor.FromRgb(0x00, 0x9E, 0x73),
        OxyColor.FromRgb(0xCC, 0x79, 0xA7), OxyColor.FromRgb(0xE6, 0x9F, 0x00), OxyColor.FromRgb(0x56, 0xB4, 0xE9),
        OxyColor.FromRgb(0x00, 0x00, 0x00),
    ];

    private static readonly double[]?[] Dashes = [null, [5, 2.5], [1.5, 2], [7, 2, 1.5, 2], [10, 3], [4, 2, 1.5, 2, 1.5, 2]];

    private static readonly MarkerType[] Shapes = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond, MarkerType.Plus, MarkerType.Cross, MarkerType.Star];

    /// <summary>The lengths of the three lists have no common factor with each other's cycles of interest: 42 styles before one repeats.</summary>
    public static CurveStyle Style(int index) =>
        new(Colors[index % Colors.Length], Dashes[index % Dashes.Length], Shapes[index % Shapes.Length]);

    /// <summary>The look of <paramref name="name"/>: its place in the list that several plots share, or else <paramref name="index"/>, its place in this one.</summary>
    public static CurveStyle Style(string name, int index, IReadOnlyList<string>? shared) =>
        Style(shared?.Index().Where(item => item.Item == name).Select(item => (int?)item.Index).FirstOrDefault() ?? index);

    /// <summary>A ramp from dark to light for things in an order, such as layers by depth; t in [0, 1]. Lightness rises steadily, so it survives grey.</summary>
    public static OxyColor Ramp(double t)
    {
        OxyColor[] stops = [OxyColor.FromRgb(0x2A, 0x18, 0x5C), OxyColor.FromRgb(0x2C, 0x5F, 0x8A), OxyColor.FromRgb(0x1F, 0x9E, 0x89), OxyColor.FromRgb(0xB8, 0xC4, 0x2E)];
        var place = Math.Clamp(t, 0, 1) * (stops.Length - 1);
        var i = Math.Min((int)place, stops.Length - 2);
        return OxyColor.Interpolate(stops[i], stops[i + 1], place - i);
    }
}
