using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Series;

namespace LearnedOpt.Plots.Tests;

public sealed class FileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plots-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void PlotsAndTablesAreWrittenWholeIntoFoldersThatDoNotExistYet()
    {
        var svg = Path.Combine(folder, "new", "deep", "loss.svg");
        var csv = Path.ChangeExtension(svg, ".csv");
        Curve[] curves = [Sample.Curve("UNF")];
        PlotFile.WriteSvg(LearningCurvePlot.Create(curves, new LearningCurveOptions()), svg);
        LearningCurvePlot.Table(curves, new LearningCurveOptions()).WriteCsv(csv);
        Assert.Equal(Drawn.Svg + "svg", XDocument.Load(svg).Root!.Name);
        Assert.Equal(301, File.ReadAllLines(csv).Length);
        Assert.Equal(["loss.csv", "loss.svg"], Directory.GetFiles(Path.GetDirectoryName(svg)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void APathThatCannotBeWrittenIsNamedAndNothingIsLeftBehind()
    {
        // A folder stands where the file should go.
        var path = Path.Combine(folder, "taken.svg");
        Directory.CreateDirectory(path);
        var fault = Assert.Throws<IOException>(() => PlotFile.WriteSvg(LearningCurvePlot.Create([], new LearningCurveOptions()), path));
        Assert.StartsWith($"cannot write '{path}': ", fault.Message);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void APlotThatCannotBeDrawnIsAFaultAndLeavesTheOldFile()
    {
        var path = Path.Combine(folder, "old.svg");
        File.WriteAllText(path, "old");
        var model = new PlotModel { Title = "broken" };
        model.Series.Add(new LineSeries { XAxisKey = "nowhere" });
        var fault = Assert.Throws<InvalidOperationException>(() => PlotFile.WriteSvg(model, path));
        Assert.StartsWith("the plot 'broken' cannot be drawn: ", fault.Message);
        Assert.Equal("old", File.ReadAllText(path));
    }
}
