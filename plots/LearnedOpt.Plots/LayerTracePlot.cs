using OxyPlot;
using OxyPlot.Axes;

namespace LearnedOpt.Plots;

/// <summary>What a plot by layer says.</summary>
public sealed record LayerTraceOptions
{
    public string? Title { get; init; }

    public string? Subtitle { get; init; }

    public string XTitle { get; init; } = "inner step";

    /// <summary>What is measured in each layer.</summary>
    public string YTitle { get; init; } = "root mean square of the update";

    public bool LogY { get; init; } = true;

    public Smoothing Smoothing { get; init; } = Smoothing.None;
}

/// <summary>A quantity in each layer against steps: step size, update norm. Colour goes from the first layer, dark, to the last, light.</summary>
public static class LayerTracePlot
{
    private const int MostInLegend = 10;

    /// <param name="layers">From the network's input to its output.</param>
    /// <param name="options">What it says and how it is drawn.</param>
    /// <exception cref="ArgumentException">A curve has more values than x, or an x that does not rise.</exception>
    public static PlotModel Create(IReadOnlyList<Curve> layers, LayerTraceOptions options)
    {
        var summaries = layers.Select(layer => CurveSummary.Of(layer, options.Smoothing, Band.None)).ToList();
        var xRange = AxisRange.Of(summaries.SelectMany(s => s.X), log: false, room: 0.01);
        var yRange = AxisRange.Of(summaries.SelectMany(s => s.Middle), options.LogY);
        var model = PlotTheme.Model(options.Title, options.Subtitle ?? options.Smoothing.Describe());
        model.Axes.Add(PlotTheme.Axis(AxisPosition.Bottom, options.XTitle, xRange));
        model.Axes.Add(PlotTheme.Axis(AxisPosition.Left, options.YTitle, yRange));
        var layer = new CurveLayer(model, xRange, yRange);
        for (var i = 0; i < summaries.Count; i++)
            layer.AddBand(summaries[i], Style(i, summaries.Count));
        var every = (summaries.Count + MostInLegend - 1) / MostInLegend;
        for (var i = 0; i < summaries.Count; i++)
        {
            // The first, the last and some between are named; the ramp of colours tells the others.
            var named = i % Math.Max(1, every) == 0 || i == summaries.Count - 1;
            layer.AddLine(summaries[i], Style(i, summaries.Count), i, summaries.Count, markers: named, inLegend: named);
        }

        for (var i = 0; i < summaries.Count; i++)
            layer.AddMarks(summaries[i], Style(i, summaries.Count));
        layer.AddLegend();
        return model;
    }

    /// <summary>The numbers behind the plot.</summary>
    public static PlotTable Table(IReadOnlyList<Curve> layers, LayerTraceOptions options) => CurveTable.Of(layers, Band.None, options.XTitle);

    private static CurveStyle Style(int index, int count) =>
        new(Palette.Ramp(count > 1 ? (double)index / (count - 1) : 0), null, Palette.Style(index).Marker);
}
