using OxyPlot;
using OxyPlot.Axes;

namespace LearnedOpt.Plots;

/// <summary>What a plot of learning curves shows and says.</summary>
public sealed record LearningCurveOptions
{
    public string? Title { get; init; }

    /// <summary>Under the title; when null, what line and band mean.</summary>
    public string? Subtitle { get; init; }

    /// <summary>"inner step" or "seconds".</summary>
    public string XTitle { get; init; } = "inner step";

    public string YTitle { get; init; } = "training loss";

    public bool LogX { get; init; }

    public bool LogY { get; init; } = true;

    public Band Band { get; init; } = Band.InterQuartile;

    public Smoothing Smoothing { get; init; } = Smoothing.None;

    /// <summary>Level lines: the final loss of swept Adam, say.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    /// <summary>Where meta-training ended: what is beyond is extrapolation, and drawn on grey.</summary>
    public double? Horizon { get; init; }
}

/// <summary>Loss against steps or seconds: a median and a band for each optimizer.</summary>
public static class LearningCurvePlot
{
    /// <summary>Losses above this multiple of the largest loss at the start leave the plot through its top.</summary>
    private const double Ceiling = 20;

    /// <exception cref="ArgumentException">A curve has more values than x, or an x that does not rise.</exception>
    public static PlotModel Create(IReadOnlyList<Curve> curves, LearningCurveOptions options)
    {
        var summaries = curves.Select(curve => CurveSummary.Of(curve, options.Smoothing, options.Band)).ToList();
        var xRange = AxisRange.Of(summaries.SelectMany(s => s.X), options.LogX, room: options.LogX ? 0.02 : 0.01);
        var yRange = YRange(summaries, options);
        var model = PlotTheme.Model(options.Title, options.Subtitle ?? Explain(curves, options));
        model.Axes.Add(PlotTheme.Axis(AxisPosition.Bottom, options.XTitle, xRange));
        model.Axes.Add(PlotTheme.Axis(AxisPosition.Left, options.YTitle, yRange));
        var layer = new CurveLayer(model, xRange, yRange);
        foreach (var (summary, i) in InOrder(summaries))
            layer.AddBand(summary, Palette.Style(summary.Curve.Style ?? i));
        foreach (var (summary, i) in InOrder(summaries))
            layer.AddLine(summary, Palette.Style(summary.Curve.Style ?? i), i, summaries.Count);
        foreach (var (summary, i) in InOrder(summaries))
            layer.AddMarks(summary, Palette.Style(summary.Curve.Style ?? i));
        PlotNotes.AddReferences(model, layer, options.References, xRange);
        PlotNotes.AddHorizon(model, layer, options.Horizon, xRange);
        layer.AddLegend();
        return model;
    }

    /// <summary>The numbers behind the plot: curve, x, median, low, high, and each seed as measured.</summary>
    public static PlotTable Table(IReadOnlyList<Curve> curves, LearningCurveOptions options) =>
        CurveTable.Of(curves, options.Band, options.XTitle);

    private static IEnumerable<(CurveSummary Summary, int Index)> InOrder(List<CurveSummary> summaries) => summaries.Select((s, i) => (s, i));

    private static AxisRange YRange(List<CurveSummary> summaries, LearningCurveOptions options)
    {
        var starts = summaries.Select(s => s.Middle.FirstOrDefault(double.IsFinite, double.NaN)).Where(v => v > 0).ToList();
        var ceiling = starts.Count == 0 ? double.PositiveInfinity : Ceiling * starts.Max();
        var lines = summaries.SelectMany(s => s.Middle);
        var bands = summaries.SelectMany(s => s.Low.Concat(s.High));
        return AxisRange.Of(lines.Concat(bands).Concat(options.References.Select(r => r.Value)), options.LogY, ceiling);
    }

    private static string? Explain(IReadOnlyList<Curve> curves, LearningCurveOptions options)
    {
        var seeds = curves.Count == 0 ? 0 : curves.Max(curve => curve.Seeds.Count);
        var band = options.Band switch { Band.InterQuartile => ", band: inter-quartile range", Band.MinMax => ", band: minimum to maximum", _ => string.Empty };
        var lines = seeds > 1 ? $"median of {seeds} seeds{band}" : null;
        return string.Join("; ", new[] { lines, options.Smoothing.Describe() }.Where(part => part != null));
    }
}
