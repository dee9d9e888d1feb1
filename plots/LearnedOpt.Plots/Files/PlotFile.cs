using OxyPlot;

namespace LearnedOpt.Plots;

/// <summary>Plots as files.</summary>
public static class PlotFile
{
    public const double DefaultWidth = 720, DefaultHeight = 440;

    /// <summary>Writes the plot as SVG, whole or not at all. Sizes in pixels.</summary>
    /// <exception cref="InvalidOperationException">The plot cannot be drawn.</exception>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public static void WriteSvg(PlotModel model, string path, double width = DefaultWidth, double height = DefaultHeight) =>
        WholeFile.Write(path, ToSvg(model, width, height, isDocument: true));

    /// <summary>The plot as SVG text; without the XML declaration it can stand in an HTML page.</summary>
    /// <exception cref="InvalidOperationException">The plot cannot be drawn.</exception>
    public static string ToSvg(PlotModel model, double width = DefaultWidth, double height = DefaultHeight, bool isDocument = false)
    {
        var svg = SvgExporter.ExportToString(model, width, height, isDocument, new SansMeasurer());
        return model.GetLastPlotException() is { } fault
            ? throw new InvalidOperationException($"the plot '{model.Title}' cannot be drawn: {fault.Message}", fault)
            : svg;
    }
}
