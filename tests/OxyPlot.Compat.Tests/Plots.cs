using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace OxyPlot.Compat.Tests;

/// <summary>Small plots to look at from all sides.</summary>
internal static class Plots
{
    public static PlotModel Line(params (double X, double Y)[] points) => WithAxes(new LinearAxis(), new LinearAxis(), points);

    public static PlotModel WithAxes(Axis x, Axis y, params (double X, double Y)[] points)
    {
        var model = new PlotModel();
        x.Position = AxisPosition.Bottom;
        y.Position = AxisPosition.Left;
        model.Axes.Add(x);
        model.Axes.Add(y);
        var line = new LineSeries { Color = OxyColors.Red, MinimumSegmentLength = 0 };
        line.Points.AddRange(points.Select(p => new DataPoint(p.X, p.Y)));
        model.Series.Add(line);
        return model;
    }

    /// <summary>Every part that holds text, with the same words everywhere.</summary>
    public static PlotModel Wordy(string text, Func<Axis> x, Func<Axis> y, LegendPlacement placement, LegendPosition position, LegendOrientation orientation)
    {
        var model = WithAxes(x(), y(), (1, 0.001), (2, 12345.678), (9.5, 3));
        (model.Title, model.Subtitle) = (text, text);
        foreach (var axis in model.Axes)
            (axis.Title, axis.Unit) = (text, "s");
        foreach (var name in new[] { text, "Adam", "a second " + text })
            model.Series.Add(new LineSeries { Title = name, Points = { new DataPoint(1, 1), new DataPoint(3, 2) } });
        model.Legends.Add(new Legend { LegendPlacement = placement, LegendPosition = position, LegendOrientation = orientation, LegendTitle = text });
        model.Annotations.Add(new Annotations.TextAnnotation { Text = text, TextPosition = new DataPoint(9.5, 3) });
        model.Annotations.Add(new Annotations.LineAnnotation { Text = text, Type = Annotations.LineAnnotationType.Horizontal, Y = 0.001 });
        model.Annotations.Add(new Annotations.PointAnnotation { Text = text, X = 1, Y = 12345 });
        return model;
    }

    /// <summary>The lines of the first series, told by its colour.</summary>
    public static List<RecordingContext.Line> RedLines(this RecordingContext rc) => [.. rc.Lines.Where(line => line.Color == OxyColors.Red)];
}
