using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Text;

namespace LearnedOpt.Plots.Tests;

/// <summary>A plot as drawn: its SVG, taken apart.</summary>
internal sealed class Drawn
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public Drawn(PlotModel model, double width = PlotFile.DefaultWidth, double height = PlotFile.DefaultHeight)
    {
        (Width, Height) = (width, height);
        Text = PlotFile.ToSvg(model, width, height, isDocument: true);
        Root = XDocument.Parse(Text).Root!;
    }

    public double Width { get; }

    public double Height { get; }

    public string Text { get; }

    public XElement Root { get; }

    public IEnumerable<string> Texts => Root.Descendants(Svg + "text").Select(t => t.Value);

    /// <summary>All words in one line, so that broken titles are found too.</summary>
    public string Words => string.Join(' ', Texts);

    public IEnumerable<string> Styles => Root.Descendants().Attributes("style").Select(a => a.Value);

    public void AssertSound()
    {
        Assert.DoesNotContain("NaN", Text);
        Assert.DoesNotContain("∞", Text);
        var background = Root.Elements().First();
        Assert.Equal(Svg + "rect", background.Name);
        Assert.Contains("fill:#ffffff", (string)background.Attribute("style")!);
        foreach (var text in Root.Descendants(Svg + "text"))
        {
            foreach (var (x, y) in Corners(text))
                Assert.True(x > -0.5 && y > -0.5 && x < Width + 0.5 && y < Height + 0.5, $"'{text.Value}' reaches ({x:0.0}, {y:0.0}) in {Width} x {Height}");
        }
    }

    /// <summary>Corners of the box that the text takes, from its ascent to its base line.</summary>
    private static IEnumerable<(double X, double Y)> Corners(XElement text)
    {
        double Number(string name) => (double?)text.Attribute(name) ?? 0;
        var size = Number("font-size");
        var width = SansMetrics.Width(text.Value, size, (double?)text.Attribute("font-weight") ?? 400);
        var left = Number("x") - ((string?)text.Attribute("text-anchor") switch { "middle" => width / 2, "end" => width, _ => 0 });
        var turn = Regex.Match((string?)text.Attribute("transform") ?? string.Empty, @"translate\(([^,]+),([^)]+)\) rotate\(([^)]+)\)");
        double Part(int i) => turn.Success ? double.Parse(turn.Groups[i].Value, CultureInfo.InvariantCulture) : 0;
        var (sin, cos) = Math.SinCos(Part(3) * Math.PI / 180);
        foreach (var x in (double[])[left, left + width])
        {
            foreach (var y in (double[])[Number("y") - (0.75 * size), Number("y")])
                yield return (Part(1) + (x * cos) - (y * sin), Part(2) + (x * sin) + (y * cos));
        }
    }
}
