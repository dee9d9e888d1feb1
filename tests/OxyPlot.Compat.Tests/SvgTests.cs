using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace OxyPlot.Compat.Tests;

public class SvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData("a < b & \"c\" > 'd'")]
    [InlineData("]]> <!-- -->")]
    [InlineData("\u0001\u0007 control \uFFFF")]
    [InlineData("half a pair \uD83D and a whole one \U0001F600")]
    [InlineData("σ² → 10^{-3}")]
    public void AnyTitleGivesWellFormedXml(string title)
    {
        var model = Plots.Line((0, 1), (1, 2));
        (model.Title, model.Axes[0].Title, model.DefaultFont) = (title, title, title);
        foreach (var isDocument in new[] { true, false })
        {
            var text = SvgExporter.ExportToString(model, 500, 300, isDocument);
            Assert.Equal(isDocument, text.StartsWith("<?xml", StringComparison.Ordinal));
            Assert.Equal(Svg + "svg", XDocument.Parse(text).Root!.Name);
        }
    }

    [Fact]
    public void NumbersAreWrittenTheSameInEveryCulture()
    {
        var model = Plots.Line((0, 0.5), (1.5, 2.25));
        model.Culture = CultureInfo.InvariantCulture;
        var expected = SvgExporter.ExportToString(model, 500.5, 300.25, true);
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(expected, SvgExporter.ExportToString(model, 500.5, 300.25, true));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void BackgroundCoversTheDrawing()
    {
        var model = Plots.Line((0, 1), (1, 2));
        model.Background = OxyColors.White;
        var first = Root(model, 500, 300).Elements().First();
        Assert.Equal(Svg + "rect", first.Name);
        Assert.Equal(("500", "300"), ((string)first.Attribute("width")!, (string)first.Attribute("height")!));
        Assert.Contains("fill:#ffffff", (string)first.Attribute("style")!);
        model.Background = OxyColors.Undefined;
        Assert.NotEqual("500", (string?)Root(model, 500, 300).Elements().First().Attribute("width"));
    }

    [Fact]
    public void SizeIsTheOneAskedFor()
    {
        var root = Root(Plots.Line((0, 1), (1, 2)), 640, 360);
        Assert.Equal(("640", "360", "0 0 640 360"), ((string)root.Attribute("width")!, (string)root.Attribute("height")!, (string)root.Attribute("viewBox")!));
    }

    [Fact]
    public void DataStandInsideAClipOfThePlotArea()
    {
        var model = Plots.Line((0, 1), (1, 2), (2, 1));
        var root = Root(model, 500, 300);
        var line = Assert.Single(root.Descendants(Svg + "polyline"));
        var id = Regex.Match((string)line.Parent!.Attribute("clip-path")!, @"url\(#(.+)\)").Groups[1].Value;
        var clip = root.Descendants(Svg + "clipPath").Single(c => (string)c.Attribute("id")! == id).Element(Svg + "rect")!;
        Assert.Equal(model.PlotArea.Left, (double)clip.Attribute("x")!, 2);
        Assert.Equal(model.PlotArea.Width, (double)clip.Attribute("width")!, 2);
        Assert.Equal(root.Descendants(Svg + "clipPath").Count(), root.Descendants(Svg + "clipPath").Select(c => (string)c.Attribute("id")!).Distinct().Count());
    }

    [Fact]
    public void DashesAreInUnitsOfTheThickness()
    {
        var model = Plots.Line((0, 1), (1, 2), (2, 1));
        var line = (LineSeries)model.Series[0];
        (line.Dashes, line.StrokeThickness, line.Color) = ([3, 2], 1.5, OxyColor.FromArgb(128, 1, 2, 3));
        var style = (string)Root(model, 500, 300).Descendants(Svg + "polyline").Single().Attribute("style")!;
        Assert.Contains("stroke-dasharray:4.5,3", style);
        Assert.Contains("stroke:#010203;stroke-opacity:0.502", style);
    }

    [Fact]
    public void ExportLeavesTheStreamOpen()
    {
        using var stream = new MemoryStream();
        new SvgExporter { Width = 300, Height = 200 }.Export(Plots.Line((0, 1)), stream);
        Assert.True(stream.CanWrite);
        Assert.Equal(Svg + "svg", XDocument.Parse(System.Text.Encoding.UTF8.GetString(stream.ToArray())).Root!.Name);
    }

    [Fact]
    public void ExportTwiceGivesTheSame()
    {
        var model = Plots.WithAxes(new LinearAxis(), new LogarithmicAxis(), (0, 1), (1, 20));
        model.Series.Add(new ScatterSeries { Points = { new(0, 1) }, Title = "automatic colour" });
        Assert.Equal(SvgExporter.ExportToString(model, 500, 300, true), SvgExporter.ExportToString(model, 500, 300, true));
    }

    [Fact]
    public void AMeasurerOfOnesOwnDecidesTheMargins()
    {
        var model = Plots.Line((0, 1000), (1, 2000));
        var narrow = Margin(model, null);
        var wide = Margin(model, new WideMeasurer());
        Assert.True(wide > narrow + 20, $"{wide} against {narrow}");
    }

    private static double Margin(PlotModel model, IRenderContext? measurer)
    {
        SvgExporter.ExportToString(model, 500, 300, true, measurer);
        return model.ActualPlotMargins.Left;
    }

    private static XElement Root(PlotModel model, double width, double height) =>
        XDocument.Parse(SvgExporter.ExportToString(model, width, height, true)).Root!;

    private sealed class WideMeasurer() : SvgRenderContext(new MemoryStream(), 1, 1, false, null, OxyColors.Undefined)
    {
        public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight) =>
            new((text?.Length ?? 0) * fontSize * 2, fontSize);
    }
}
