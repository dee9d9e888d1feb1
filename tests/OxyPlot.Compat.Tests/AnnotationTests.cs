using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace OxyPlot.Compat.Tests;

public class AnnotationTests
{
    [Fact]
    public void LinesOfAnnotationsFollowTheirEquation()
    {
        foreach (var (x, y) in new (Axis, Axis)[] { (new LinearAxis { Minimum = 1, Maximum = 10 }, new LinearAxis { Minimum = 1, Maximum = 10 }), (new LogarithmicAxis { Minimum = 1, Maximum = 10 }, new LinearAxis { Minimum = 1, Maximum = 10 }) })
        {
            var model = Plots.WithAxes(x, y);
            model.Annotations.Add(new LineAnnotation { Slope = 2, Intercept = 1, Color = OxyColors.Red });
            var points = RecordingContext.Of(model).RedLines().SelectMany(line => line.Points).ToList();
            Assert.True(points.Count >= 2);
            Assert.All(points, p => Assert.Equal((2 * x.InverseTransform(p.X)) + 1, y.InverseTransform(p.Y), 6));
        }
    }

    [Fact]
    public void LevelAndUprightLinesCrossThePlotArea()
    {
        var model = Plots.Line((0, 0), (10, 10));
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Horizontal, Y = 4, Color = OxyColors.Green });
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = 3, Color = OxyColors.Blue });
        var rc = RecordingContext.Of(model);
        var level = Assert.Single(rc.Lines, l => l.Color == OxyColors.Green).Points;
        var upright = Assert.Single(rc.Lines, l => l.Color == OxyColors.Blue).Points;
        Assert.Equal((model.PlotArea.Left, model.PlotArea.Right), (level[0].X, level[1].X));
        Assert.All(level, p => Assert.Equal(4, model.Axes[1].InverseTransform(p.Y), 9));
        Assert.All(upright, p => Assert.Equal(3, model.Axes[0].InverseTransform(p.X), 9));
    }

    [Fact]
    public void ArrowsEndAtTheirPoint()
    {
        var model = Plots.Line((0, 0), (10, 10));
        model.Annotations.Add(new ArrowAnnotation { StartPoint = new DataPoint(2, 2), EndPoint = new DataPoint(7, 4), Color = OxyColors.Green, Text = "here" });
        model.Annotations.Add(new ArrowAnnotation { ArrowDirection = new ScreenVector(30, 40), EndPoint = new DataPoint(5, 5), Color = OxyColors.Blue });
        var rc = RecordingContext.Of(model);
        var tip = OnScreen(model, 7, 4);
        var head = Assert.Single(rc.Polygons, p => p.Color == OxyColors.Green).Points;
        Assert.Equal(0, head.Min(p => p.DistanceTo(tip)), 9);
        Assert.Contains(head, p => Math.Abs(p.DistanceTo(tip) - (10 * 2)) < 1e-9); // the neck: ten thicknesses of 2 behind the tip
        var shaft = Assert.Single(rc.Lines, l => l.Color == OxyColors.Blue).Points;
        Assert.Equal(50, shaft[0].DistanceTo(OnScreen(model, 5, 5)), 9);
        Assert.Contains(rc.Texts, text => text.Content == "here");
    }

    [Fact]
    public void ShapesStandWhereTheyAreTold()
    {
        var model = Plots.Line((0, 0), (10, 10));
        model.Annotations.Add(new EllipseAnnotation { X = 5, Y = 4, Width = 2, Height = 6, Fill = OxyColors.Green });
        model.Annotations.Add(new PolygonAnnotation { Points = { new(1, 1), new(3, 1), new(3, 5) }, Fill = OxyColors.Blue, Text = "middle", TextHorizontalAlignment = HorizontalAlignment.Center, TextVerticalAlignment = VerticalAlignment.Middle });
        model.Annotations.Add(new RectangleAnnotation { MinimumX = 6, MaximumY = 3, Fill = OxyColors.Gold });
        var rc = RecordingContext.Of(model);
        var ellipse = Box(rc, OxyColors.Green);
        Assert.Equal(0, ellipse.Center.DistanceTo(OnScreen(model, 5, 4)), 6);
        Assert.Equal(OnScreen(model, 6, 7).Y, ellipse.Top, 6);
        var text = rc.Texts.Single(t => t.Content == "middle");
        var centroid = OnScreen(model, 7.0 / 3, 7.0 / 3);
        Assert.Equal(centroid.X, (text.Corners[0].X + text.Corners[2].X) / 2, 6);
        Assert.Equal(centroid.Y, (text.Corners[0].Y + text.Corners[2].Y) / 2, 6);
        var rectangle = Box(rc, OxyColors.Gold);
        Assert.Equal((Math.Round(model.PlotArea.Right, 6), Math.Round(model.PlotArea.Bottom, 6)), (Math.Round(rectangle.Right, 6), Math.Round(rectangle.Bottom, 6)));
        Assert.Equal(OnScreen(model, 6, 3).X, rectangle.Left, 6);
    }

    [Theory]
    [InlineData(FunctionAnnotationType.EquationX)]
    [InlineData(FunctionAnnotationType.EquationY)]
    public void GraphsFollowTheirFunction(FunctionAnnotationType type)
    {
        var model = Plots.Line((-1, -1), (1, 1));
        model.Annotations.Add(new FunctionAnnotation { Equation = v => v * v * v, Type = type, Color = OxyColors.Green });
        var points = RecordingContext.Of(model).Lines.Where(l => l.Color == OxyColors.Green).SelectMany(l => l.Points).ToList();
        Assert.True(points.Count > 50);
        Assert.All(points, p =>
        {
            var (x, y) = (model.Axes[0].InverseTransform(p.X), model.Axes[1].InverseTransform(p.Y));
            Assert.Equal(0, type == FunctionAnnotationType.EquationX ? y - (x * x * x) : x - (y * y * y), 9);
        });
    }

    private static ScreenPoint OnScreen(PlotModel model, double x, double y) => new(model.Axes[0].Transform(x), model.Axes[1].Transform(y));

    private static OxyRect Box(RecordingContext rc, OxyColor fill)
    {
        var points = Assert.Single(rc.Polygons, p => p.Color == fill).Points;
        return OxyRect.Create(points.Min(p => p.X), points.Min(p => p.Y), points.Max(p => p.X), points.Max(p => p.Y));
    }
}
