using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace LearnedOpt.Plots;

/// <summary>What a plot of meta-training says.</summary>
public sealed record MetaTrainingOptions
{
    public string? Title { get; init; }

    public string? Subtitle { get; init; }

    public string XTitle { get; init; } = "outer step";

    public string YTitle { get; init; } = "meta-loss";

    public bool LogY { get; init; }

    /// <summary>How the thick line is made of the faint one.</summary>
    public Smoothing Smoothing { get; init; } = Smoothing.Exponential(0.95);

    public IReadOnlyList<ReferenceLine> References { get; init; } = [];
}

/// <summary>Meta-loss against outer steps: what was measured, faint, and a smoothed line over it.</summary>
public static class MetaTrainingPlot
{
    /// <param name="runs">One curve for each run; several seeds of a run are drawn as their median. Pass validation as a run of its own.</param>
    /// <param name="options">What it says and how it is drawn.</param>
    /// <exception cref="ArgumentException">A curve has more values than x, or an x that does not rise.</exception>
    public static PlotModel Create(IReadOnlyList<Curve> runs, MetaTrainingOptions options)
    {
        var raw = runs.Select(run => CurveSummary.Of(run, Smoothing.None, Band.None)).ToList();
        var smooth = runs.Select(run => CurveSummary.Of(run, options.Smoothing, Band.None)).ToList();
        var xRange = AxisRange.Of(raw.SelectMany(s => s.X), log: false, room: 0.01);
        var shown = smooth.SelectMany(s => s.Middle).Concat(raw.SelectMany(Bulk)).Concat(options.References.Select(r => r.Value));
        var yRange = AxisRange.Of(shown, options.LogY);
        var model = PlotTheme.Model(options.Title, options.Subtitle ?? options.Smoothing.Describe());
        model.Axes.Add(PlotTheme.Axis(AxisPosition.Bottom, options.XTitle, xRange));
        model.Axes.Add(PlotTheme.Axis(AxisPosition.Left, options.YTitle, yRange));
        for (var i = 0; i < raw.Count; i++)
            AddFaint(model, raw[i], Palette.Style(i));
        var layer = new CurveLayer(model, xRange, yRange);
        for (var i = 0; i < smooth.Count; i++)
            layer.AddLine(smooth[i], Palette.Style(i), i, smooth.Count, markers: smooth.Count > 1);
        for (var i = 0; i < smooth.Count; i++)
            layer.AddMarks(smooth[i], Palette.Style(i));
        PlotNotes.AddReferences(model, layer, options.References, xRange);
        layer.AddLegend();
        return model;
    }

    /// <summary>The numbers behind the plot, as measured.</summary>
    public static PlotTable Table(IReadOnlyList<Curve> runs, MetaTrainingOptions options) => CurveTable.Of(runs, Band.None, options.XTitle);

    /// <summary>Nearly all of a noisy run; its one wild step in a hundred may leave the plot.</summary>
    private static IEnumerable<double> Bulk(CurveSummary summary)
    {
        var sorted = Quantile.Sorted(summary.Middle.Where(double.IsFinite));
        return [Quantile.OfSorted(sorted, 0.01), Quantile.OfSorted(sorted, 0.99)];
    }

    private static void AddFaint(PlotModel model, CurveSummary summary, CurveStyle style)
    {
        var line = new LineSeries { Color = OxyColor.FromAColor(70, style.Color), LineStyle = LineStyle.Solid, StrokeThickness = 0.8, MinimumSegmentLength = 1, RenderInLegend = false };
        for (var i = 0; i < summary.X.Length; i++)
            line.Points.Add(new DataPoint(summary.X[i], summary.Middle[i]));
        model.Series.Add(line);
    }
}
