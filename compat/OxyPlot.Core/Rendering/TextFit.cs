namespace OxyPlot;

/// <summary>Makes text fit a width: breaks it at blanks, and sets it smaller only where that is not enough.</summary>
internal static class TextFit
{
    private const double Shrink = 0.93, SmallestSize = 0.5;

    public readonly record struct Fitted(string Text, double FontSize, OxySize Size);

    public static Fitted Fit(IRenderContext rc, string text, string font, double fontSize, double fontWeight, double maxWidth, int maxLines = 3)
    {
        if (string.IsNullOrEmpty(text))
            return new Fitted(null, fontSize, OxySize.Empty);
        OxySize Measure(string part, double size) => rc.MeasureMathText(part, font, size, fontWeight);
        var whole = Measure(text, fontSize);
        if (whole.Width <= maxWidth)
            return new Fitted(text, fontSize, whole);

        // Widths are in proportion to the font size, so words are measured once.
        var paragraphs = text.ReplaceLineEndings("\n").Split('\n').Select(p => p.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var widths = paragraphs.Select(words => words.Select(word => Measure(word, fontSize).Width).ToArray()).ToArray();
        var blank = Measure("a a", fontSize).Width - Measure("aa", fontSize).Width;
        maxLines = Math.Max(maxLines, paragraphs.Length);
        maxWidth = Math.Max(1, maxWidth);
        var widest = widths.SelectMany(w => w).DefaultIfEmpty(0).Max();
        for (var size = fontSize * Math.Min(1, maxWidth / Math.Max(widest, 1e-9)); ; size *= Shrink)
        {
            var room = maxWidth * fontSize / size;
            var lines = paragraphs.SelectMany((words, i) => Wrap(words, widths[i], blank, room)).ToArray();
            if (lines.Length > maxLines && size > SmallestSize)
                continue;
            var wrapped = string.Join('\n', lines);
            var measured = Measure(wrapped, size);
            if (measured.Width <= maxWidth || size <= SmallestSize)
                return new Fitted(wrapped, size, measured);
        }
    }

    private static IEnumerable<string> Wrap(string[] words, double[] widths, double blank, double room)
    {
        var first = 0;
        double width = 0;
        for (var i = 0; i < words.Length; i++)
        {
            if (i > first && width + blank + widths[i] > room)
            {
                yield return string.Join(' ', words[first..i]);
                (first, width) = (i, 0);
            }

            width += widths[i] + (i > first ? blank : 0);
        }

        yield return string.Join(' ', words[first..]);
    }
}
