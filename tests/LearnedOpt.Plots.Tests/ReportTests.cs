using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LearnedOpt.Plots.Tests;

public class ReportTests
{
    private static readonly XNamespace Svg = Drawn.Svg;

    [Fact]
    public void ThePageIsWellFormedAndNeedsNothingElse()
    {
        var html = Report("Comparison").ToHtml();
        var page = XDocument.Parse(html);
        Assert.Equal("html", page.Root!.Name.LocalName);
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "link" or "img" or "iframe" or "object");
        Assert.All(page.Descendants().Attributes().Where(a => a.Name.LocalName is "href" or "src"), a => Assert.StartsWith("#", a.Value));
        Assert.DoesNotContain("@import", html);
        Assert.All(Regex.Matches(html, @"url\((.)").Select(m => m.Groups[1].Value), first => Assert.Equal("#", first));
        Assert.All(Regex.Matches(html, "https?://[^\"' <]+").Select(m => m.Value), address => Assert.Equal("http://www.w3.org/2000/svg", address));
    }

    [Fact]
    public void NamesInsideThePageAreUniqueAndResolve()
    {
        var page = XDocument.Parse(Report("Comparison").ToHtml());
        var ids = page.Descendants().Attributes("id").Select(a => a.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var used = page.Descendants().Attributes().SelectMany(a => Regex.Matches(a.Value, @"url\(#([^)]+)\)").Select(m => m.Groups[1].Value))
            .Concat(page.Descendants("a").Attributes("href").Select(a => a.Value[1..])).ToList();
        Assert.NotEmpty(used);
        Assert.All(used, name => Assert.Contains(name, ids));
    }

    [Fact]
    public void TextStaysText()
    {
        const string nasty = "</style><script>alert('x')</script> & \"q\" <b>";
        var page = XDocument.Parse(Report(nasty).ToHtml());
        Assert.Empty(page.Descendants("script"));
        Assert.Equal(nasty, page.Descendants("h1").Single().Value);
        Assert.Equal(nasty, page.Descendants("title").First().Value);
        Assert.Contains(page.Descendants("td"), cell => cell.Value == nasty);
        Assert.Contains(page.Descendants("p"), p => p.Value == nasty);
        Assert.Contains(page.Descendants("code"), code => code.Value == nasty);
    }

    [Fact]
    public void PlotsScaleWithThePageAndKeepTheirShape()
    {
        var page = XDocument.Parse(Report("Comparison").ToHtml());
        var plots = page.Descendants(Svg + "svg").ToList();
        Assert.Equal(2, plots.Count);
        Assert.All(plots, plot =>
        {
            Assert.Equal("100%", (string)plot.Attribute("width")!);
            Assert.Null(plot.Attribute("height"));
            Assert.Equal("0 0 720 440", (string)plot.Attribute("viewBox")!);
            Assert.NotNull(plot.Parent!.Attribute("aria-label"));
        });
    }

    [Fact]
    public void TablesPutNumbersToTheRightAndPointOutTheBest()
    {
        var page = XDocument.Parse(Report("Comparison").ToHtml());
        var cells = page.Descendants("tbody").Single().Elements("tr").First().Elements("td").ToList();
        Assert.Equal([null, "n best", "n"], cells.Select(cell => (string?)cell.Attribute("class")));
        Assert.Equal(["0.060", "-"], cells.Skip(1).Select(cell => cell.Value));
    }

    [Fact]
    public void EveryColourIsThereForLightAndDarkScreensAndForPaper()
    {
        var html = Report("Comparison").ToHtml();
        Assert.Contains("prefers-color-scheme: dark", html);
        Assert.Contains("@media print", html);
        var colours = Regex.Matches(html, @"--(\w+): #").Select(m => m.Groups[1].Value).GroupBy(name => name);
        Assert.All(colours, name => Assert.Equal(3, name.Count()));
    }

    private static HtmlReport Report(string text)
    {
        var plot = LearningCurvePlot.Create([Sample.Curve(text)], new LearningCurveOptions { Title = text });
        var other = LearningCurvePlot.Create([Sample.Curve("Adam")], new LearningCurveOptions { Title = "other", LogY = false });
        var table = new ReportTable(["optimizer", "final loss", "speedup"], [["UNF", "0.060", "-"], [text, "0.088", "1.0"]]) { Caption = text, Best = new HashSet<(int, int)> { (0, 1) } };
        return new HtmlReport(text,
        [
            new ReportSection("Result", [new ReportText("One.\n\n" + text), table]),
            new ReportSection("Curves", [new ReportPlot(plot, text), new ReportPlot(other)]),
            new ReportSection("Command", [new ReportCode(text)]),
            new ReportSection("Limits", []),
        ]) { Summary = text };
    }
}
