using System.Globalization;
using System.Xml.Linq;

namespace LearnedOpt.Plots;

/// <summary>Makes a plot fit to stand in a page among others.</summary>
internal static class InlineSvg
{
    /// <summary>
    /// Names inside are made the page's own: two plots would both call a clip "clip1", and the second would be cut by the
    /// first one's. The drawing scales with the page.
    /// </summary>
    public static string From(ReportPlot plot, int number)
    {
        var root = XDocument.Parse(PlotFile.ToSvg(plot.Model, plot.Width, plot.Height)).Root!;
        foreach (var attribute in root.DescendantsAndSelf().Attributes())
        {
            if (attribute.Name == "id")
                attribute.Value = $"plot{number}-{attribute.Value}";
            else
                attribute.Value = attribute.Value.Replace("url(#", $"url(#plot{number}-", StringComparison.Ordinal);
        }

        root.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {plot.Width} {plot.Height}"));
        root.SetAttributeValue("width", "100%");
        root.SetAttributeValue("height", null);
        root.SetAttributeValue("aria-hidden", "true");
        return root.ToString(SaveOptions.DisableFormatting);
    }
}
