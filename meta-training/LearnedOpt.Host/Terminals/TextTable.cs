namespace LearnedOpt.Host;

/// <summary>Rows below their headings, columns aligned: the first to the left, the others to the right.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>
    /// The lines of a table no wider than <paramref name="width"/> where that can be: headings break at blanks first, then the columns are
    /// dealt to several tables, each with the first column in front.
    /// </summary>
    public static IEnumerable<string> Lines(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, int width = int.MaxValue)
    {
        int[] cells = [.. columns.Select((_, c) => rows.Select(row => row[c].Length).DefaultIfEmpty(0).Max())];
        int[] widths = [.. columns.Select((column, c) => Math.Max(cells[c], column.Length))];
        if (Total(widths) > width)
            widths = [.. columns.Select((column, c) => Math.Max(cells[c], column.Split(' ').Max(word => word.Length)))];
        var isFirst = true;
        foreach (var part in Parts(widths, width))
        {
            if (!isFirst) yield return "";
            isFirst = false;
            var headings = part.Select(c => TextWrap.Lines(columns[c], widths[c]).ToList()).ToList();
            var height = headings.Max(heading => heading.Count);
            for (var line = 0; line < height; line++)
                yield return Line(part, widths, part.Select((_, i) => line + headings[i].Count - height is >= 0 and var at ? headings[i][at] : ""));
            foreach (var row in rows)
                yield return Line(part, widths, part.Select(c => row[c]));
        }
    }

    private static int Total(IEnumerable<int> widths) => widths.Sum(width => width + Gap.Length) - Gap.Length;

    private static IEnumerable<List<int>> Parts(int[] widths, int width)
    {
        List<int> part = [0];
        for (var c = 1; c < widths.Length; c++)
        {
            if (part.Count > 1 && Total(part.Append(c).Select(column => widths[column])) > width)
            {
                yield return part;
                part = [0];
            }

            part.Add(c);
        }

        yield return part;
    }

    private static string Line(List<int> part, int[] widths, IEnumerable<string> cells) =>
        string.Join(Gap, cells.Zip(part, (cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd();
}
