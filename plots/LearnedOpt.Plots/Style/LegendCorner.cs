using OxyPlot.Legends;

namespace LearnedOpt.Plots;

/// <summary>Finds the corner of a plot where a legend covers no data.</summary>
internal static class LegendCorner
{
    private const double MostCovered = 0.02;

    private static readonly (LegendPosition Corner, bool Right, bool Top)[] Corners =
        [(LegendPosition.RightTop, true, true), (LegendPosition.LeftBottom, false, false), (LegendPosition.RightBottom, true, false), (LegendPosition.LeftTop, false, true)];

    /// <summary>Points as shares of the plot area, (0, 0) at the lower left; the legend's size as a share too. Null when all corners hold data.</summary>
    public static LegendPosition? Choose(IReadOnlyCollection<(double X, double Y)> points, double width, double height)
    {
        if (width > 0.7 || height > 0.7)
            return null;
        var best = Corners
            .Select(c => (c.Corner, Covered: points.Count(p => (c.Right ? 1 - p.X : p.X) < width && (c.Top ? 1 - p.Y : p.Y) < height)))
            .MinBy(c => c.Covered);
        return best.Covered <= MostCovered * points.Count ? best.Corner : null;
    }

    /// <summary>About how much of a plot of the usual size the legend takes.</summary>
    public static (double Width, double Height) Share(IEnumerable<string> titles)
    {
        const double usualWidth = 600, usualHeight = 320, symbol = 60, line = 18;
        var list = titles.ToList();
        var widest = list.Count == 0 ? 0 : list.Max(title => OxyPlot.Text.SansMetrics.Width(title, 12, 400));
        return ((widest + symbol) / usualWidth, ((list.Count * line) + 24) / usualHeight);
    }
}
