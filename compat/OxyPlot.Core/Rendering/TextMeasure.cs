using OxyPlot.Text;

namespace OxyPlot;

/// <summary>Measures text of several lines with the built-in widths.</summary>
internal static class TextMeasure
{
    public static OxySize Measure(string text, double fontSize, double fontWeight)
    {
        if (string.IsNullOrEmpty(text))
            return OxySize.Empty;
        double width = 0;
        var lines = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            width = Math.Max(width, SansMetrics.Width(line, fontSize, fontWeight));
            lines++;
        }

        return new OxySize(width, lines * SansMetrics.LineHeight * fontSize);
    }
}
