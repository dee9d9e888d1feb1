using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace LearnedOpt.Plots;

/// <summary>What one optimizer cost on one task: steps to a loss, a final loss, seconds. Smaller is better; not finite means failed.</summary>
public sealed record TaskCost(string Task, string Optimizer, double Cost);

/// <summary>What a performance profile says.</summary>
public sealed record PerformanceProfileOptions
{
    public string? Title { get; init; }

    public string? Subtitle { get; init; }

    /// <summary>What the cost is, as in "steps to swept Adam's loss".</summary>
    public string CostName { get; init; } = "cost";

    /// <summary>Names whose places give their looks, so that an optimizer looks the same on several plots; null: the order in which they come.</summary>
    public IReadOnlyList<string>? Looks { get; init; }
}

/// <summary>
/// The share of tasks on which an optimizer's cost is within a factor tau of the best optimizer's there:
/// rho_s(tau) = |{t : c_ts &lt;= tau min_s c_ts}| / |T|. Reference: Dolan and Moré, 2002.
/// </summary>
public static class PerformanceProfilePlot
{
    private const double LargestFactor = 100;

    /// <exception cref="ArgumentException">A cost is zero or negative, or given twice.</exception>
    public static PlotModel Create(IReadOnlyList<TaskCost> costs, PerformanceProfileOptions options)
    {
        var profiles = Profiles(costs);
        var widest = profiles.SelectMany(p => p.Ratios).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        var largest = Math.Clamp(widest * 1.1, 2, LargestFactor);
        var xRange = new AxisRange(Math.Pow(largest, -0.02), largest, Log: true);
        var model = PlotTheme.Model(options.Title, options.Subtitle ?? $"{costs.Select(c => c.Task).Distinct().Count()} tasks");
        model.Axes.Add(PlotTheme.Axis(AxisPosition.Bottom, $"factor of the best {options.CostName}", xRange, NumberLabels.Factor));
        var y = PlotTheme.Styled(new LinearAxis { Minimum = 0, Maximum = 1.03, MajorStep = 0.25, MinorStep = 0.25, LabelFormatter = v => $"{v * 100:0} %" }, AxisPosition.Left, "share of tasks");
        model.Axes.Add(y);
        var layer = new CurveLayer(model, xRange, new AxisRange(0, 1.03, Log: false));
        for (var i = 0; i < profiles.Count; i++)
            AddProfile(model, layer, profiles[i], Palette.Style(profiles[i].Optimizer, i, options.Looks), xRange);
        layer.AddLegend();
        return model;
    }

    /// <summary>The numbers behind the plot: each cost, and its ratio to the task's best.</summary>
    public static PlotTable Table(IReadOnlyList<TaskCost> costs, PerformanceProfileOptions options)
    {
        var best = Best(costs);
        return new PlotTable(["task", "optimizer", options.CostName, "ratio"], [.. costs.Select(c => (object?[])[c.Task, c.Optimizer, c.Cost, Ratio(c, best)])]);
    }

    internal static List<(string Optimizer, double[] Ratios)> Profiles(IReadOnlyList<TaskCost> costs)
    {
        var best = Best(costs);
        var tasks = best.Keys.ToList();
        var profiles = new List<(string, double[])>();
        foreach (var optimizer in costs.GroupBy(c => c.Optimizer))
        {
            if (optimizer.GroupBy(c => c.Task).FirstOrDefault(g => g.Count() > 1) is { } twice)
                throw new ArgumentException($"{optimizer.Key} has {twice.Count()} costs on {twice.Key}: give one, the median over seeds, say.");
            // A task that an optimizer was not run on counts as failed.
            var ratios = optimizer.ToDictionary(c => c.Task, c => Ratio(c, best));
            profiles.Add((optimizer.Key, Quantile.Sorted(tasks.Select(task => ratios.GetValueOrDefault(task, double.PositiveInfinity)))));
        }

        return profiles;
    }

    private static Dictionary<string, double> Best(IReadOnlyList<TaskCost> costs)
    {
        foreach (var c in costs.Where(c => c.Cost <= 0))
            throw new ArgumentException($"{c.Optimizer} costs {c.Cost} on {c.Task}: factors need costs above zero. Add an offset, or compare steps.");
        return costs.GroupBy(c => c.Task).ToDictionary(g => g.Key, g => g.Select(c => c.Cost).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min());
    }

    private static double Ratio(TaskCost cost, Dictionary<string, double> best) =>
        double.IsFinite(cost.Cost) ? cost.Cost / best[cost.Task] : double.PositiveInfinity;

    private static void AddProfile(PlotModel model, CurveLayer layer, (string Optimizer, double[] Ratios) profile, CurveStyle style, AxisRange xRange)
    {
        var (optimizer, ratios) = profile;
        var stairs = new StairStepSeries { Color = style.Color, Dashes = style.Dashes, LineStyle = LineStyle.Solid, StrokeThickness = 2, RenderInLegend = false };
        var corners = new ScatterSeries { MarkerType = style.Marker, MarkerSize = 3.6, MarkerFill = style.Color, MarkerStroke = style.Color, MarkerStrokeThickness = 1.4, RenderInLegend = false };
        stairs.Points.Add(new DataPoint(1, (double)ratios.Count(r => r <= 1) / ratios.Length));
        foreach (var step in ratios.Where(r => r <= xRange.High).GroupBy(r => r))
        {
            var share = (double)ratios.Count(r => r <= step.Key) / ratios.Length;
            stairs.Points.Add(new DataPoint(step.Key, share));
            corners.Points.Add(new ScatterPoint(step.Key, share));
        }

        stairs.Points.Add(new DataPoint(xRange.High, stairs.Points[^1].Y));
        for (var share = 0.0; share <= 1; share += 0.01)
            layer.Occupy(xRange.At(share), stairs.Points.LastOrDefault(p => p.X <= xRange.At(share), stairs.Points[0]).Y);
        model.Series.Add(stairs);
        model.Series.Add(corners);
        var failed = ratios.Count(r => !double.IsFinite(r));
        layer.AddToLegend(failed == 0 ? optimizer : $"{optimizer} (failed on {failed} of {ratios.Length})", style, 2, style.Marker);
    }
}
