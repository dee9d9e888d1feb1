namespace OxyPlot.Axes;

/// <summary>Tick values at whole multiples of a step.</summary>
public static class AxisUtilities
{
    /// <summary>A fifth of 1 and 5 times a power of ten, a quarter of 2 times one.</summary>
    public static double CalculateMinorInterval(double majorInterval)
    {
        var leading = majorInterval / Math.Pow(10, Math.Floor(Math.Log10(majorInterval)));
        return Math.Abs(leading - 2) < 1e-6 ? majorInterval / 4 : majorInterval / 5;
    }

    /// <summary>All multiples of the step from one value to another, both ends included.</summary>
    public static IList<double> CreateTickValues(double from, double to, double step, int maxTicks = 1000)
    {
        if (step <= 0)
            throw new ArgumentException("The step between ticks must be positive.", nameof(step));
        if (!(to > from) || !double.IsFinite(to - from))
            return [];
        var slack = 1e-6;
        var first = Math.Ceiling((from / step) - slack);
        var last = Math.Floor((to / step) + slack);
        var count = (int)Math.Min(last - first + 1, maxTicks);
        var ticks = new List<double>(Math.Max(0, count));
        // Dividing by a whole number gives 0.3 where multiplying by 0.1 gives 0.30000000000000004.
        var inverse = Math.Round(1 / step);
        var exact = step < 1 && Math.Abs((inverse * step) - 1) < 1e-12;
        for (var i = 0; i < count; i++)
            ticks.Add(exact ? (first + i) / inverse : (first + i) * step);
        return ticks;
    }

    /// <summary>The minor ticks that do not stand where a major one stands.</summary>
    public static IList<double> FilterRedundantMinorTicks(IList<double> majorTicks, IList<double> minorTicks)
    {
        if (minorTicks.Count < 2 || majorTicks.Count == 0)
            return minorTicks;
        var near = 1e-3 * Math.Abs(minorTicks[1] - minorTicks[0]);
        var result = new List<double>(minorTicks.Count);
        var j = 0;
        foreach (var tick in minorTicks)
        {
            while (j < majorTicks.Count && majorTicks[j] < tick - near)
                j++;
            if (j == majorTicks.Count || majorTicks[j] > tick + near)
                result.Add(tick);
        }

        return result;
    }
}
