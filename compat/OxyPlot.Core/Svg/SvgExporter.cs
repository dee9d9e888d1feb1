using System.Text;

namespace OxyPlot;

/// <summary>Exports a plot as SVG.</summary>
public class SvgExporter : IExporter
{
    public double Width { get; set; } = 600;

    public double Height { get; set; } = 400;

    /// <summary>Whether the text starts with the XML declaration; set it to false for a drawing inside a page.</summary>
    public bool IsDocument { get; set; } = true;

    public IRenderContext TextMeasurer { get; set; }

    public bool UseVerticalTextAlignmentWorkaround { get; set; }

    public static void Export(IPlotModel model, Stream stream, double width, double height, bool isDocument, IRenderContext textMeasurer = null, bool useVerticalTextAlignmentWorkaround = false)
    {
        using var rc = new SvgRenderContext(stream, width, height, isDocument, textMeasurer, model.Background, useVerticalTextAlignmentWorkaround);
        model.Update(true);
        model.Render(rc, new OxyRect(0, 0, width, height));
        rc.Complete();
        rc.Flush();
    }

    public static string ExportToString(IPlotModel model, double width, double height, bool isDocument, IRenderContext textMeasurer = null, bool useVerticalTextAlignmentWorkaround = false)
    {
        using var stream = new MemoryStream();
        Export(model, stream, width, height, isDocument, textMeasurer, useVerticalTextAlignmentWorkaround);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    public void Export(IPlotModel model, Stream stream) =>
        Export(model, stream, Width, Height, IsDocument, TextMeasurer, UseVerticalTextAlignmentWorkaround);

    public string ExportToString(IPlotModel model) =>
        ExportToString(model, Width, Height, IsDocument, TextMeasurer, UseVerticalTextAlignmentWorkaround);
}
