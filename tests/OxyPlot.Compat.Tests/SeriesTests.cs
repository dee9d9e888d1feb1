using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace OxyPlot.Compat.Tests;

public class SeriesTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void NumbersThatAreNoneBreakALine(double hole)
    {
        var model = Plots.Line((0, 1), (1, 2), (2, hole), (3, 3), (4, 1), (5, 2), (6, hole), (7, hole), (8, 1), (9, 2));
        var lines = RecordingContext.Of(model).RedLines();
        Assert.Equal([2, 3, 2], lines.Select(line => line.Points.Count));
        Assert.All(lines.SelectMany(line => line.Points), p => Assert.True(double.IsFinite(p.X) && double.IsFinite(p.Y)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ValuesWithoutALogarithmBreakALine(double hole)
    {
        var model = Plots.WithAxes(new LinearAxis(), new LogarithmicAxis(), (0, 1), (1, 2), (2, hole), (3, 3), (4, 1));
        Assert.Equal([2, 2], RecordingContext.Of(model).RedLines().Select(line => line.Points.Count));
    }

    [Fact]
    public void PointsLandWhereTheAxesSay()
    {
        var model = Plots.Line((0, 1), (1, 5), (2, 3));
        var line = Assert.Single(RecordingContext.Of(model).RedLines());
        Assert.Equal([(0, 1), (1, 5), (2, 3)], line.Points.Select(p => (Math.Round(model.Axes[0].InverseTransform(p.X), 9), Math.Round(model.Axes[1].InverseTransform(p.Y), 9))));
    }

    [Fact]
    public void DataAreClippedToThePlotArea()
    {
        var model = Plots.Line((0, 0), (1, 1e9), (2, 1));
        (model.Axes[1].Minimum, model.Axes[1].Maximum) = (0, 1);
        var lines = RecordingContext.Of(model).RedLines();
        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            Assert.Equal(0, line.Clip!.Value.TopLeft.DistanceTo(model.PlotArea.TopLeft), 6);
            Assert.Equal(0, line.Clip!.Value.BottomRight.DistanceTo(model.PlotArea.BottomRight), 6);
        });
    }

    [Fact]
    public void CoordinatesStaySaneHoweverFarTheDataReach()
    {
        var model = Plots.Line((0, 0.5), (1, 1e300), (2, -1e300), (3, 0.2), (4, 0.3));
        (model.Axes[1].Minimum, model.Axes[1].Maximum) = (0, 1);
        model.Series.Add(new AreaSeries { Points = { new(0, 1e300), new(4, 0.5) }, Points2 = { new(0, -1e300), new(4, 0.2) } });
        var rc = RecordingContext.Of(model);
        Assert.All(rc.RedLines().Concat(rc.Polygons).SelectMany(line => line.Points), p => Assert.True(Math.Abs(p.X) < 5000 && Math.Abs(p.Y) < 5000, p.ToString()));
        Assert.NotEmpty(rc.Polygons);
    }

    [Fact]
    public void AreaRunsAlongOneLineAndBackAlongTheOther()
    {
        var model = Plots.Line();
        var area = new AreaSeries { StrokeThickness = 0, MinimumSegmentLength = 0, Fill = OxyColors.Blue, Points = { new(0, 1), new(1, 2) }, Points2 = { new(0, 3), new(1, 4) } };
        model.Series.Add(area);
        var polygon = Assert.Single(RecordingContext.Of(model).Polygons, p => p.Color == OxyColors.Blue);
        Assert.Equal([(0, 1), (1, 2), (1, 4), (0, 3)], polygon.Points.Select(p => (Math.Round(model.Axes[0].InverseTransform(p.X), 6), Math.Round(model.Axes[1].InverseTransform(p.Y), 6))));
        Assert.Equal(OxyColor.FromAColor(100, area.ActualColor), new AreaSeries { Color = area.ActualColor }.ActualFill);
    }

    [Fact]
    public void AreaDownToZeroReachesTheLowerEndOfALogarithmicAxis()
    {
        var model = Plots.WithAxes(new LinearAxis(), new LogarithmicAxis { Minimum = 0.1, Maximum = 10 });
        model.Series.Add(new AreaSeries { StrokeThickness = 0, Fill = OxyColors.Blue, Points = { new(0, 1), new(1, 2) } });
        var polygon = Assert.Single(RecordingContext.Of(model).Polygons, p => p.Color == OxyColors.Blue);
        Assert.Equal(model.PlotArea.Bottom, polygon.Points.Max(p => p.Y), 6);
    }

    [Fact]
    public void StairsAreLevelOrUpright()
    {
        var model = Plots.Line();
        model.Series.Add(new StairStepSeries { Color = OxyColors.Red, MinimumSegmentLength = 0, Points = { new(0, 1), new(1, 3), new(2, 2) } });
        var line = Assert.Single(RecordingContext.Of(model).RedLines());
        Assert.True(RenderContextBase.IsStraightLine(line.Points));
        Assert.Equal(5, line.Points.Count);
    }

    [Fact]
    public void PointsComeFromObjectsToo()
    {
        var model = Plots.Line();
        var items = new[] { new { Step = 1, Loss = 2.5 }, new { Step = 2, Loss = 1.5 } };
        var line = new LineSeries { ItemsSource = items, DataFieldX = "Step", DataFieldY = "Loss" };
        model.Series.Add(line);
        RecordingContext.Of(model);
        Assert.Equal((1, 2, 1.5, 2.5), (line.MinX, line.MaxX, line.MinY, line.MaxY));
        line.DataFieldY = "Lost";
        RecordingContext.Of(model);
        Assert.Contains("has no public property 'Lost'", model.GetLastPlotException().Message);
    }

    [Fact]
    public void ScatterDrawsOneMarkerForEachPointItCanShow()
    {
        var model = Plots.Line();
        model.Series.Add(new ScatterSeries { MarkerType = MarkerType.Diamond, MarkerFill = OxyColors.Blue, Points = { new(0, 1), new(1, double.NaN), new(2, 3, size: 9) } });
        var markers = RecordingContext.Of(model).Polygons.Where(p => p.Color == OxyColors.Blue).ToList();
        Assert.Equal(2, markers.Count);
        static double Width(RecordingContext.Line marker) => marker.Points.Max(p => p.X) - marker.Points.Min(p => p.X);
        Assert.Equal(9.0 / 5, Width(markers[1]) / Width(markers[0]), 9);
    }

    [Fact]
    public void AutomaticColoursDiffer()
    {
        var model = Plots.Line();
        for (var i = 0; i < 8; i++)
            model.Series.Add(new LineSeries { Points = { new(0, i), new(1, i) } });
        RecordingContext.Of(model);
        Assert.Equal(8, model.Series.Skip(1).Cast<LineSeries>().Select(s => s.ActualColor).Distinct().Count());
    }

    [Fact]
    public void LegendListsTitlesInOrderAndOnlyItsOwn()
    {
        var model = Plots.Line();
        foreach (var (title, key, listed) in new[] { ("one", null, true), ("two", null, true), ("three", "other", true), ("four", null, false) })
            model.Series.Add(new LineSeries { Title = title, LegendKey = key, RenderInLegend = listed });
        var legend = new Legend();
        model.Legends.Add(legend);
        string[] Shown() => [.. RecordingContext.Of(model).Texts.Select(t => t.Content).Where(t => t is "one" or "two" or "three" or "four")];
        Assert.Equal(["one", "two"], Shown());
        legend.LegendItemOrder = LegendItemOrder.Reverse;
        Assert.Equal(["two", "one"], Shown());
        model.IsLegendVisible = false;
        Assert.Empty(Shown());
    }

    [Fact]
    public void AnElementBelongsToOnePlot()
    {
        var line = new LineSeries();
        new PlotModel().Series.Add(line);
        var fault = Assert.Throws<InvalidOperationException>(() => new PlotModel().Series.Add(line));
        Assert.Contains("cannot be added twice", fault.Message);
    }

    [Fact]
    public void AMissingAxisIsNamed()
    {
        var model = Plots.Line((0, 1));
        ((LineSeries)model.Series[0]).YAxisKey = "seconds";
        var rc = RecordingContext.Of(model);
        Assert.Contains("Key = \"seconds\"", model.GetLastPlotException().Message);
        Assert.Contains(rc.Texts, text => text.Content.ReplaceLineEndings(" ").Contains("Key = \"seconds\""));
    }
}
