using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace LearnedOpt.Plots;

/// <summary>How many times faster than the baseline, with an interval; not finite means that the baseline's loss was never reached.</summary>
public sealed record Speedup(string Task, string Optimizer, double Value, double Low, double High);

/// <summary>What a plot of speedups says.</summary>
public sealed record SpeedupOptions
{
    public string? Title { get; init; }

    public string? Subtitle { get; init; }

    public string Baseline { get; init; } = "swept Adam";

    /// <summary>Names whose places give their looks, so that an optimizer looks the same on several plots; null: the order in which they come.</summary>
    public IReadOnlyList<string>? Looks { get; init; }
}

/// <summary>A row for each task, a point with an interval for each optimizer; right of the line is faster than the baseline.</summary>
public static class SpeedupPlot
{
    public static PlotModel Create(IReadOnlyList<Speedup> speedups, SpeedupOptions options)
    {
        var tasks = speedups.Select(s => s.Task).Distinct().ToList();
        var optimizers = speedups.Select(s => s.Optimizer).Distinct().ToList();
        // From half to twice at least: less would make a great matter of small differences.
        var xRange = AxisRange.Of(speedups.SelectMany(s => new[] { s.Value, s.Low, s.High }).Concat([0.5, 2]), log: true, room: 0.06);
        var model = PlotTheme.Model(options.Title, options.Subtitle);
        model.Axes.Add(PlotTheme.Axis(AxisPosition.Bottom, $"speedup over {options.Baseline}", xRange, NumberLabels.Factor));
        var rows = PlotTheme.Styled(new CategoryAxis { StartPosition = 1, EndPosition = 0, IsTickCentered = true, Minimum = -0.5, Maximum = tasks.Count - 0.5 }, AxisPosition.Left, string.Empty);
        rows.Title = null;
        rows.MajorGridlineStyle = LineStyle.None;
        rows.Labels.AddRange(tasks);
        model.Axes.Add(rows);
        for (var row = 1; row < tasks.Count; row += 2)
            model.Annotations.Add(new RectangleAnnotation { MinimumY = row - 0.5, MaximumY = row + 0.5, Fill = OxyColor.FromAColor(10, OxyColors.Black), Layer = AnnotationLayer.BelowAxes });
        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = 1, Color = Palette.Muted, LineStyle = LineStyle.Solid, StrokeThickness = 1.2, Layer = AnnotationLayer.BelowSeries });
        var layer = new CurveLayer(model, xRange, new AxisRange(-0.5, tasks.Count - 0.5, Log: false));
        for (var i = 0; i < optimizers.Count; i++)
            AddOptimizer(model, layer, [.. speedups.Where(s => s.Optimizer == optimizers[i])], tasks, Palette.Style(optimizers[i], i, options.Looks), (i + 1.0) / (optimizers.Count + 1) - 0.5, xRange);
        model.Legends.Add(PlotTheme.Legend(null));
        return model;
    }

    /// <summary>The numbers behind the plot.</summary>
    public static PlotTable Table(IReadOnlyList<Speedup> speedups) =>
        new(["task", "optimizer", "speedup", "low", "high"], [.. speedups.Select(s => (object?[])[s.Task, s.Optimizer, s.Value, s.Low, s.High])]);

    private static void AddOptimizer(PlotModel model, CurveLayer layer, List<Speedup> speedups, List<string> tasks, CurveStyle style, double offset, AxisRange xRange)
    {
        var points = new ScatterSeries { MarkerType = style.Marker, MarkerSize = 4.5, MarkerFill = style.Color, MarkerStroke = style.Color, MarkerStrokeThickness = 1.6, RenderInLegend = false };
        var never = new ScatterSeries { MarkerType = MarkerType.Cross, MarkerSize = 4.5, MarkerStroke = style.Color, MarkerFill = style.Color, MarkerStrokeThickness = 1.6, RenderInLegend = false };
        foreach (var s in speedups)
        {
            var row = tasks.IndexOf(s.Task) + offset;
            if (!double.IsFinite(s.Value) || s.Value <= 0)
            {
                never.Points.Add(new ScatterPoint(xRange.At(0.015), row));
                continue;
            }

            var whisker = new LineSeries { Color = style.Color, LineStyle = LineStyle.Solid, StrokeThickness = 1.8, RenderInLegend = false };
            whisker.Points.Add(new DataPoint(double.IsFinite(s.Low) && s.Low > 0 ? s.Low : xRange.Low, row));
            whisker.Points.Add(new DataPoint(double.IsFinite(s.High) ? s.High : xRange.High, row));
            model.Series.Add(whisker);
            points.Points.Add(new ScatterPoint(s.Value, row));
        }

        model.Series.Add(points);
        model.Series.Add(never);
        var name = speedups[0].Optimizer;
        layer.AddToLegend(never.Points.Count == 0 ? name : $"{name} (× at the edge: {never.Points.Count} of {speedups.Count} never)", style with { Dashes = null }, 1.8, style.Marker);
    }
}
