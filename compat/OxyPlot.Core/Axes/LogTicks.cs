namespace OxyPlot.Axes;

/// <summary>Ticks of a logarithmic axis. Both end ticks belong to it.</summary>
internal static class LogTicks
{
    private const double Slack = 1e-9;

    public static (IList<double> Major, IList<double> Minor) Choose(double from, double to, double radix, double screenLength, double interval, Func<double, double, double, int, IList<double>> linearTicks)
    {
        var (low, high) = (Math.Log(from, radix), Math.Log(to, radix));
        var first = (int)Math.Ceiling(low - Slack);
        var last = (int)Math.Floor(high + Slack);
        var roomFor = Math.Max(1, screenLength) / Math.Max(1, interval * 0.75);
        if (last - first >= 2 || (last - first == 1 && 3 * (high - low) > roomFor))
            return Powers(from, to, radix, first, last, Math.Max(1, (int)Math.Ceiling((high - low) / roomFor)));

        // One or two powers in sight: 1, 2, 5; then every digit; then plain linear steps.
        foreach (var digits in (int[][])[[1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]])
        {
            var major = Digits(from, to, radix, first - 1, last + 1, digits);
            if (major.Count >= 3)
                return (major, Without(Digits(from, to, radix, first - 1, last + 1, AllDigits(radix)), major));
        }

        var count = Math.Max(2, screenLength / Math.Max(1, interval));
        var step = Step((to - from) / count);
        return (linearTicks(from, to, step, 1000), AxisUtilities.FilterRedundantMinorTicks(linearTicks(from, to, step, 1000), linearTicks(from, to, AxisUtilities.CalculateMinorInterval(step), 1000)));
    }

    private static (IList<double> Major, IList<double> Minor) Powers(double from, double to, double radix, int first, int last, int stride)
    {
        // Ticks at multiples of the stride are the same on neighbouring plots.
        var major = new List<double>();
        for (var e = first; e <= last; e++)
        {
            if (e % stride == 0)
                major.Add(Math.Pow(radix, e));
        }

        if (major.Count < 2)
            major = [Math.Pow(radix, first), Math.Pow(radix, last)];
        if (stride == 1)
            return (major, Without(Digits(from, to, radix, first - 1, last + 1, AllDigits(radix)), major));
        var powers = new List<double>();
        for (var e = first; e <= last; e++)
            powers.Add(Math.Pow(radix, e));
        return (major, Without(powers, major));
    }

    private static List<double> Digits(double from, double to, double radix, int first, int last, int[] digits)
    {
        var ticks = new List<double>();
        for (var e = first; e <= last; e++)
        {
            foreach (var digit in digits)
            {
                // A power below one divides, so that 2/1000 is written 0.002 and not 0.0020000000000000005.
                var value = e < 0 ? digit / Math.Pow(radix, -e) : digit * Math.Pow(radix, e);
                if (digit < radix && value >= from * (1 - Slack) && value <= to * (1 + Slack))
                    ticks.Add(value);
            }
        }

        return ticks;
    }

    private static int[] AllDigits(double radix) => [.. Enumerable.Range(1, Math.Max(1, (int)Math.Min(radix, 10) - 1))];

    private static List<double> Without(List<double> ticks, IList<double> major) =>
        [.. ticks.Where(tick => !major.Any(m => Math.Abs(m - tick) <= Slack * tick))];

    private static double Step(double smallest)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(smallest)));
        return smallest <= 2 * power ? 2 * power : smallest <= 5 * power ? 5 * power : 10 * power;
    }
}
