namespace OxyPlot.Text;

/// <summary>
/// Widths of a wide sans face (DejaVu Sans), so that text laid out with them fits whatever face a viewer picks:
/// Helvetica, Arial, Segoe UI and Liberation Sans are all narrower. Units: 1/1000 of the font size.
/// </summary>
internal static class SansMetrics
{
    /// <summary>Height of a line, and of the base line below its top, over the font size.</summary>
    public const double LineHeight = 1.2, BaseLine = 0.95;

    private const double BoldFactor = 1.12;

    // U+0020 to U+007E.
    private static ReadOnlySpan<short> Regular =>
    [
        318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637, 637, 637, 637,
        637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632, 576, 775, 752, 295, 295, 656, 558, 863, 749, 788,
        604, 788, 695, 635, 611, 732, 685, 989, 686, 611, 686, 391, 337, 391, 838, 500, 500, 613, 635, 550, 635, 616, 353, 635,
        634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
    ];

    private static ReadOnlySpan<short> Bold =>
    [
        349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 523, 838, 380, 416, 380, 366, 696, 696, 696, 696, 696, 696, 696, 696,
        696, 696, 400, 400, 838, 838, 838, 581, 1000, 774, 763, 734, 831, 684, 684, 821, 837, 373, 373, 775, 638, 996, 837, 851,
        733, 851, 771, 721, 683, 813, 774, 1104, 771, 725, 726, 458, 366, 458, 838, 500, 500, 675, 716, 593, 716, 679, 436, 716,
        712, 343, 343, 666, 343, 1042, 712, 688, 716, 716, 494, 596, 479, 712, 652, 924, 646, 652, 583, 712, 366, 712, 838,
    ];

    /// <summary>Width of one line of text, in the units of the font size.</summary>
    public static double Width(ReadOnlySpan<char> line, double fontSize, double fontWeight)
    {
        var bold = fontWeight > 500;
        double sum = 0;
        foreach (var rune in line.EnumerateRunes())
            sum += Advance(rune.Value, bold);
        return sum * fontSize / 1000;
    }

    private static double Advance(int code, bool bold)
    {
        if (code is >= 0x20 and <= 0x7E)
            return bold ? Bold[code - 0x20] : Regular[code - 0x20];
        var regular = code switch
        {
            < 0x20 => 0,
            >= 0x300 and <= 0x36F => 0, // combining marks
            0xB7 or 0x2219 => 340,
            0xB2 or 0xB3 or 0xB9 or (>= 0x2070 and <= 0x209F) => 530,
            >= 0x370 and <= 0x3FF => 800, // Greek
            0x2013 => 500,
            0x2212 or 0xD7 or 0xB1 or (>= 0x2190 and <= 0x22FF) => 840,
            < 0x2000 => 1000,
            _ => 1450,
        };
        return bold ? regular * BoldFactor : regular;
    }
}
