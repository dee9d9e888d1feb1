using System.Globalization;
using System.Text;

namespace LearnedOpt.Plots;

/// <summary>The numbers behind a plot, as rows of a table.</summary>
public sealed record PlotTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>Comma-separated values (RFC 4180), "." as decimal point, "nan" and "inf" for what is not finite.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder();
        Append(text, Columns);
        foreach (var row in Rows)
            Append(text, row.Select(Cell));
        return text.ToString();
    }

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public void WriteCsv(string path) => WholeFile.Write(path, ToCsv());

    private static void Append(StringBuilder text, IEnumerable<string> cells) =>
        text.AppendJoin(',', cells.Select(Quoted)).Append('\n');

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"' : cell;

    private static string Cell(object? value) => value switch
    {
        null => string.Empty,
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
