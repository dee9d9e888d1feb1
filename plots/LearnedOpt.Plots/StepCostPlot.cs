using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace LearnedOpt.Plots;

/// <summary>What a plot of costs says.</summary>
public sealed record StepCostOptions
{
    public string? Title { get; init; }

    public string? Subtitle { get; init; }

    public string XTitle { get; init; } = "parameters";

    public string YTitle { get; init; } = "time of one step";
}

/// <summary>Seconds of an optimizer's step against the number of parameters, both logarithmic, with a line for cost in proportion.</summary>
public static class StepCostPlot
{
    /// <param name="rules">X: parameters; values: seconds of a step.</param>
    /// <param name="options">What it says and how it is drawn.</param>
    /// <exception cref="ArgumentException">A curve has more values than x, or an x that does not rise.</exception>
    public static PlotModel Create(IReadOnlyList<Curve> rules, StepCostOptions options)
    {
        var summaries = rules.Select(rule => CurveSummary.Of(rule, Smoothing.None, Band.InterQuartile)).ToList();
        var xRange = AxisRange.Of(summaries.SelectMany(s => s.X), log: true, room: 0.04);
        var yRange = AxisRange.Of(summaries.SelectMany(s => s.Middle.Concat(s.Low).Concat(s.High)), log: true, room: 0.06);
        var model = PlotTheme.Model(options.Title, options.Subtitle);
        model.Axes.Add(PlotTheme.Axis(AxisPosition.Bottom, options.XTitle, xRange));
        model.Axes.Add(PlotTheme.Axis(AxisPosition.Left, options.YTitle, yRange, NumberLabels.Seconds));
        AddProportional(model, summaries, xRange);
        var layer = new CurveLayer(model, xRange, yRange);
        for (var i = 0; i < summaries.Count; i++)
            layer.AddBand(summaries[i], Palette.Style(i));
        for (var i = 0; i < summaries.Count; i++)
            layer.AddLine(summaries[i], Palette.Style(i), i, summaries.Count);
        for (var i = 0; i < summaries.Count; i++)
            layer.AddMarks(summaries[i], Palette.Style(i));
        layer.AddToLegend("in proportion to parameters", new CurveStyle(Palette.Muted, [1, 3], MarkerType.None), 1.2, MarkerType.None);
        layer.AddLegend();
        return model;
    }

    /// <summary>The numbers behind the plot.</summary>
    public static PlotTable Table(IReadOnlyList<Curve> rules, StepCostOptions options) => CurveTable.Of(rules, Band.InterQuartile, options.XTitle);

    /// <summary>A guide through the first curve's last point.</summary>
    private static void AddProportional(PlotModel model, List<CurveSummary> summaries, AxisRange xRange)
    {
        var guide = new LineSeries { Color = Palette.Muted, Dashes = [1, 3], LineStyle = LineStyle.Solid, StrokeThickness = 1.2, RenderInLegend = false };
        if (summaries.FirstOrDefault(s => s.Middle.Length > 0 && s.Middle[^1] > 0 && double.IsFinite(s.Middle[^1])) is { } first)
        {
            var each = first.Middle[^1] / first.X[^1];
            guide.Points.Add(new DataPoint(xRange.Low, each * xRange.Low));
            guide.Points.Add(new DataPoint(xRange.High, each * xRange.High));
        }

        model.Series.Add(guide);
    }
}
