namespace OxyPlot;

/// <summary>Makes text fit a width: breaks it at blanks, and sets it smaller only where that is not enough.</summary>
internal static class TextFit
{
    public readonly record struct Fitted(string Text, double FontSize, OxySize Size);

    public static Fitted Fit(IRenderContext rc, string text, string font, double fontSize, double fontWeight, double maxWidth, int maxLines = 3)
    {
        if (string.IsNullOrEmpty(text))
            return new Fitted(null, fontSize, OxySize.Empty);
        maxWidth = Math.Max(1, maxWidth);
        for (var size = fontSize; ; size *= 0.9)
        {
            OxySize Measure(string part) => rc.MeasureMathText(part, font, size, fontWeight);
            var wrapped = Wrap(text, maxWidth, part => Measure(part).Width);
            var measured = Measure(wrapped);
            if ((measured.Width <= maxWidth && wrapped.Count(c => c == '\n') < Math.Max(maxLines, 1 + text.Count(c => c == '\n'))) || size < 1)
                return new Fitted(wrapped, size, measured);
        }
    }

    private static string Wrap(string text, double maxWidth, Func<string, double> width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (width(paragraph) <= maxWidth)
            {
                lines.Add(paragraph);
                continue;
            }

            var line = string.Empty;
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var longer = line.Length == 0 ? word : line + " " + word;
                if (line.Length > 0 && width(longer) > maxWidth)
                {
                    lines.Add(line);
                    longer = word;
                }

                line = longer;
            }

            lines.Add(line);
        }

        return string.Join("\n", lines);
    }
}
