namespace LearnedOpt.Plots;

/// <summary>Curves as rows: one for each curve and x.</summary>
internal static class CurveTable
{
    public static PlotTable Of(IReadOnlyList<Curve> curves, Band band, string xName)
    {
        var seeds = curves.Count == 0 ? 0 : curves.Max(curve => curve.Seeds.Count);
        string[] columns = ["curve", xName, "median", "low", "high", .. Enumerable.Range(0, seeds).Select(i => $"seed{i}")];
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var curve in curves)
        {
            curve.Validate();
            for (var i = 0; i < curve.X.Count; i++)
            {
                var sorted = Quantile.Sorted(curve.Seeds.Where(seed => i < seed.Count).Select(seed => seed[i]));
                var (low, high) = band switch { Band.MinMax => (0.0, 1.0), Band.InterQuartile => (0.25, 0.75), _ => (0.5, 0.5) };
                object?[] row =
                [
                    curve.Name, curve.X[i], Quantile.OfSorted(sorted, 0.5), Quantile.OfSorted(sorted, low), Quantile.OfSorted(sorted, high),
                    .. Enumerable.Range(0, seeds).Select(s => s < curve.Seeds.Count && i < curve.Seeds[s].Count ? (object)curve.Seeds[s][i] : null),
                ];
                rows.Add(row);
            }
        }

        return new PlotTable(columns, rows);
    }
}
