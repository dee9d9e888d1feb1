using OxyPlot;

namespace LearnedOpt.Plots;

/// <summary>A part of a report under its own heading.</summary>
public sealed record ReportSection(string Title, IReadOnlyList<ReportBlock> Blocks);

/// <summary>Something that a section shows.</summary>
public abstract record ReportBlock
{
    private protected ReportBlock()
    {
    }
}

/// <summary>Plain text; a blank line starts a paragraph.</summary>
public sealed record ReportText(string Text) : ReportBlock;

/// <summary>Text with its line breaks and blanks, such as a command or a program.</summary>
public sealed record ReportCode(string Text) : ReportBlock;

/// <summary>A table. Cells that read as numbers stand to the right; those in <see cref="Best"/> are bold.</summary>
public sealed record ReportTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportBlock
{
    public string? Caption { get; init; }

    /// <summary>Row and column, from 0, of the cells to point out.</summary>
    public IReadOnlySet<(int Row, int Column)> Best { get; init; } = new HashSet<(int, int)>();
}

/// <summary>A plot, drawn into the page.</summary>
public sealed record ReportPlot(PlotModel Model, string? Caption = null) : ReportBlock
{
    public double Width { get; init; } = PlotFile.DefaultWidth;

    public double Height { get; init; } = PlotFile.DefaultHeight;
}
