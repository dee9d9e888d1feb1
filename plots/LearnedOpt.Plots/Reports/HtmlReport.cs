using System.Globalization;
using System.Net;
using System.Text;

namespace LearnedOpt.Plots;

/// <summary>
/// One page with text, tables and plots. It needs nothing but itself: no script, no font, no picture from elsewhere,
/// so it can be mailed, archived and opened without a network, on a light or a dark screen.
/// </summary>
public sealed class HtmlReport(string title, IReadOnlyList<ReportSection> sections)
{
    private const int SectionsThatNeedContents = 4;

    /// <summary>Under the title: what was compared, when, how.</summary>
    public string? Summary { get; init; }

    /// <summary>Writes the page whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    /// <exception cref="InvalidOperationException">A plot cannot be drawn.</exception>
    public void Write(string path) => WholeFile.Write(path, ToHtml());

    /// <exception cref="InvalidOperationException">A plot cannot be drawn.</exception>
    public string ToHtml()
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n")
            .Append(CultureInfo.InvariantCulture, $"<title>{Encode(title)}</title>\n<style>\n{ReportStyle.Css}</style>\n</head>\n<body>\n<main>\n")
            .Append(CultureInfo.InvariantCulture, $"<h1>{Encode(title)}</h1>\n");
        if (Summary != null)
            Paragraphs(html, Summary, "summary");
        if (sections.Count >= SectionsThatNeedContents)
            Contents(html);
        var plots = 0;
        for (var i = 0; i < sections.Count; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<section id=\"section-{i + 1}\">\n<h2>{Encode(sections[i].Title)}</h2>\n");
            foreach (var block in sections[i].Blocks)
                Append(html, block, ref plots);
            html.Append("</section>\n");
        }

        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static void Append(StringBuilder html, ReportBlock block, ref int plots)
    {
        switch (block)
        {
            case ReportText text:
                Paragraphs(html, text.Text, null);
                break;
            case ReportCode code:
                html.Append(CultureInfo.InvariantCulture, $"<pre><code>{Encode(code.Text)}</code></pre>\n");
                break;
            case ReportTable table:
                Table(html, table);
                break;
            case ReportPlot plot:
                Plot(html, plot, ++plots);
                break;
        }
    }

    private void Contents(StringBuilder html)
    {
        html.Append("<nav>\n<ol>\n");
        for (var i = 0; i < sections.Count; i++)
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#section-{i + 1}\">{Encode(sections[i].Title)}</a></li>\n");
        html.Append("</ol>\n</nav>\n");
    }

    private static void Paragraphs(StringBuilder html, string text, string? kind)
    {
        var opening = kind == null ? "<p>" : $"<p class=\"{kind}\">";
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            html.Append(CultureInfo.InvariantCulture, $"{opening}{Encode(paragraph)}</p>\n");
    }

    private static void Table(StringBuilder html, ReportTable table)
    {
        html.Append("<div class=\"table\">\n<table>\n");
        if (table.Caption != null)
            html.Append(CultureInfo.InvariantCulture, $"<caption>{Encode(table.Caption)}</caption>\n");
        var numeric = Enumerable.Range(0, table.Columns.Count).Select(c => table.Rows.Any(row => IsNumber(Cell(row, c)))).ToArray();
        html.Append("<thead><tr>");
        for (var c = 0; c < table.Columns.Count; c++)
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{Kind(numeric[c], false)}>{Encode(table.Columns[c])}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        for (var r = 0; r < table.Rows.Count; r++)
        {
            html.Append("<tr>");
            for (var c = 0; c < table.Columns.Count; c++)
                html.Append(CultureInfo.InvariantCulture, $"<td{Kind(numeric[c], table.Best.Contains((r, c)))}>{Encode(Cell(table.Rows[r], c))}</td>");
            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table>\n</div>\n");
    }

    private static string Cell(IReadOnlyList<string> row, int column) => column < row.Count ? row[column] : string.Empty;

    private static string Kind(bool numeric, bool best) =>
        (numeric, best) switch { (true, true) => " class=\"n best\"", (true, false) => " class=\"n\"", (false, true) => " class=\"best\"", _ => string.Empty };

    private static bool IsNumber(string cell) => cell.Length > 0 && (char.IsAsciiDigit(cell[0]) || (cell.Length > 1 && cell[0] is '-' or '−' or '+' && char.IsAsciiDigit(cell[1])));

    private static void Plot(StringBuilder html, ReportPlot plot, int number)
    {
        var name = plot.Model.Title ?? plot.Caption ?? "plot";
        html.Append(CultureInfo.InvariantCulture, $"<figure>\n<div class=\"plot\" role=\"img\" aria-label=\"{Encode(name)}\" style=\"max-width:{plot.Width:0}px\">\n")
            .Append(InlineSvg.From(plot, number))
            .Append("\n</div>\n");
        if (plot.Caption != null)
            html.Append(CultureInfo.InvariantCulture, $"<figcaption>{Encode(plot.Caption)}</figcaption>\n");
        html.Append("</figure>\n");
    }
}
