using OxyPlot;
using OxyPlot.Axes;

namespace LearnedOpt.Plots;

/// <summary>What a plot of generalisation says.</summary>
public sealed record GeneralisationOptions
{
    public string? Title { get; init; }

    public string? Subtitle { get; init; }

    /// <summary>What varies: "hidden width", "depth", "inner steps".</summary>
    public string XTitle { get; init; } = "hidden width";

    public string YTitle { get; init; } = "final training loss";

    public bool LogX { get; init; } = true;

    public bool LogY { get; init; } = true;

    public Band Band { get; init; } = Band.MinMax;

    /// <summary>The values that meta-training saw, drawn as upright lines.</summary>
    public IReadOnlyList<double> TrainedAt { get; init; } = [];

    public IReadOnlyList<ReferenceLine> References { get; init; } = [];
}

/// <summary>Quality against width, depth or horizon, on and off what meta-training saw.</summary>
public static class GeneralisationPlot
{
    /// <param name="curves">X is the quantity that varies; a marker stands at each of its values.</param>
    /// <param name="options">What it says and how it is drawn.</param>
    /// <exception cref="ArgumentException">A curve has more values than x, or an x that does not rise.</exception>
    public static PlotModel Create(IReadOnlyList<Curve> curves, GeneralisationOptions options)
    {
        var summaries = curves.Select(curve => CurveSummary.Of(curve, Smoothing.None, options.Band)).ToList();
        var xs = summaries.SelectMany(s => s.X).Distinct().Order().ToList();
        var xRange = AxisRange.Of(xs.Concat(options.TrainedAt), options.LogX, room: 0.05);
        var yRange = AxisRange.Of(summaries.SelectMany(s => s.Middle.Concat(s.Low).Concat(s.High)).Concat(options.References.Select(r => r.Value)), options.LogY);
        var model = PlotTheme.Model(options.Title, options.Subtitle);
        model.Axes.Add(PlotTheme.Axis(AxisPosition.Bottom, options.XTitle, xRange));
        model.Axes.Add(PlotTheme.Axis(AxisPosition.Left, options.YTitle, yRange));
        var layer = new CurveLayer(model, xRange, yRange);
        for (var i = 0; i < summaries.Count; i++)
            layer.AddBand(summaries[i], Palette.Style(curves[i].Style ?? i));
        for (var i = 0; i < summaries.Count; i++)
            layer.AddLine(summaries[i], Palette.Style(curves[i].Style ?? i), i, summaries.Count);
        for (var i = 0; i < summaries.Count; i++)
            layer.AddMarks(summaries[i], Palette.Style(curves[i].Style ?? i));
        PlotNotes.AddReferences(model, layer, options.References, xRange);
        PlotNotes.AddTrainedAt(model, layer, options.TrainedAt);
        layer.AddLegend();
        return model;
    }

    /// <summary>The numbers behind the plot.</summary>
    public static PlotTable Table(IReadOnlyList<Curve> curves, GeneralisationOptions options) => CurveTable.Of(curves, options.Band, options.XTitle);
}
