namespace LearnedOpt.Plots;

/// <summary>Quantiles that rank what is not finite as the worst.</summary>
internal static class Quantile
{
    /// <summary>Linear between order statistics (Hyndman and Fan, 1996, type 7); sorted values, q in [0, 1].</summary>
    public static double OfSorted(ReadOnlySpan<double> sorted, double q)
    {
        if (sorted.IsEmpty)
            return double.NaN;
        var place = q * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var t = place - below;
        return t == 0 ? sorted[below] : sorted[below] + (t * (sorted[below + 1] - sorted[below]));
    }

    /// <summary>Sorts with NaN and both infinities at the upper end: .NET alone would put NaN first, that is, best.</summary>
    public static double[] Sorted(IEnumerable<double> values)
    {
        var sorted = values.Select(v => double.IsFinite(v) ? v : double.PositiveInfinity).ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
