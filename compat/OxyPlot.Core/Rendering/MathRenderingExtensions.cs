namespace OxyPlot;

/// <summary>Text with superscripts, as in 10^{-3}, and subscripts, as in x_{0}.</summary>
public static class MathRenderingExtensions
{
    private const double ScriptScale = 0.7, SuperShift = -0.36, SubShift = 0.22, LineHeight = Text.SansMetrics.LineHeight;

    public static void DrawMathText(this IRenderContext rc, ScreenPoint pt, string text, OxyColor textColor, string fontFamily, double fontSize, double fontWeight, double angle, HorizontalAlignment ha, VerticalAlignment va, OxySize? maxSize = null) =>
        rc.DrawMathText(pt, text, textColor, fontFamily, fontSize, fontWeight, angle, ha, va, maxSize, false);

    /// <summary>Draws the text and, where asked, tells its size before it was turned.</summary>
    public static OxySize DrawMathText(this IRenderContext rc, ScreenPoint pt, string text, OxyColor textColor, string fontFamily, double fontSize, double fontWeight, double angle, HorizontalAlignment ha, VerticalAlignment va, OxySize? maxSize, bool measure)
    {
        if (string.IsNullOrEmpty(text))
            return OxySize.Empty;
        if (!HasScripts(text))
        {
            rc.DrawText(pt, text, textColor, fontFamily, fontSize, fontWeight, angle, ha, va, maxSize);
            return measure ? rc.MeasureText(text, fontFamily, fontSize, fontWeight) : OxySize.Empty;
        }

        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(Runs).ToArray();
        double Width(List<Run> runs) => runs.Sum(run => rc.MeasureText(run.Text, fontFamily, fontSize * run.Scale, fontWeight).Width);
        var widths = lines.Select(Width).ToArray();
        var size = new OxySize(widths.Max(), lines.Length * LineHeight * fontSize);
        var (sin, cos) = Math.SinCos(angle * Math.PI / 180);
        var top = va switch { VerticalAlignment.Top => 0, VerticalAlignment.Middle => -size.Height / 2, _ => -size.Height };
        for (var i = 0; i < lines.Length; i++)
        {
            var x = ha switch { HorizontalAlignment.Left => 0, HorizontalAlignment.Center => -widths[i] / 2, _ => -widths[i] };
            var middle = top + ((i + 0.5) * LineHeight * fontSize);
            for (var j = 0; j < lines[i].Count; j++)
            {
                var run = lines[i][j];
                var width = rc.MeasureText(run.Text, fontFamily, fontSize * run.Scale, fontWeight).Width;
                // What carries a script hangs on its end, where the script begins: in a face narrower than measured no gap opens.
                var carries = run.Shift == 0 && j + 1 < lines[i].Count;
                var across = carries ? x + width : x;
                var y = middle + (run.Shift * fontSize);
                var at = new ScreenPoint(pt.X + (across * cos) - (y * sin), pt.Y + (across * sin) + (y * cos));
                rc.DrawText(at, run.Text, textColor, fontFamily, fontSize * run.Scale, fontWeight, angle, carries ? HorizontalAlignment.Right : HorizontalAlignment.Left, VerticalAlignment.Middle, null);
                x += width;
            }
        }

        return size;
    }

    public static OxySize MeasureMathText(this IRenderContext rc, string text, string fontFamily, double fontSize, double fontWeight)
    {
        if (string.IsNullOrEmpty(text))
            return OxySize.Empty;
        if (!HasScripts(text))
            return rc.MeasureText(text, fontFamily, fontSize, fontWeight);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var width = lines.Max(line => Runs(line).Sum(run => rc.MeasureText(run.Text, fontFamily, fontSize * run.Scale, fontWeight).Width));
        return new OxySize(width, lines.Length * LineHeight * fontSize);
    }

    private static bool HasScripts(string text) => text.Contains("^{", StringComparison.Ordinal) || text.Contains("_{", StringComparison.Ordinal);

    private static List<Run> Runs(string line)
    {
        var runs = new List<Run>();
        var start = 0;
        for (var i = 0; i + 1 < line.Length; i++)
        {
            if (line[i] is not ('^' or '_') || line[i + 1] != '{')
                continue;
            var end = line.IndexOf('}', i + 2);
            if (end < 0)
                break;
            Add(line[start..i], 1, 0);
            Add(line[(i + 2)..end], ScriptScale, line[i] == '^' ? SuperShift : SubShift);
            i = end;
            start = end + 1;
        }

        Add(line[start..], 1, 0);
        return runs;

        void Add(string text, double scale, double shift)
        {
            if (text.Length > 0)
                runs.Add(new Run(text, scale, shift));
        }
    }

    private readonly record struct Run(string Text, double Scale, double Shift);
}
