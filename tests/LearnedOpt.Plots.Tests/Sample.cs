namespace LearnedOpt.Plots.Tests;

/// <summary>Made-up measurements, the same in every run.</summary>
internal static class Sample
{
    public static double[] Steps(int count) => [.. Enumerable.Range(0, count).Select(i => (double)i)];

    public static Curve Curve(string name, int points = 300, int seeds = 5, double floor = 0.05, int seed = 1)
    {
        var random = new Random(seed);
        var x = Steps(points);
        var runs = new List<IReadOnlyList<double>>();
        for (var s = 0; s < seeds; s++)
            runs.Add([.. x.Select(t => (2.3 * Math.Exp(-t / 60)) + floor + (0.02 * random.NextDouble()))]);
        return new Curve(name, x, runs);
    }

    /// <summary>The curve with every value of one seed from a point on replaced.</summary>
    public static Curve Broken(this Curve curve, int seed, int from, double value)
    {
        var seeds = curve.Seeds.Select(run => run.ToArray()).ToArray();
        for (var i = from; i < seeds[seed].Length; i++)
            seeds[seed][i] = value;
        return curve with { Seeds = seeds };
    }

    /// <summary>One of each plot, with names of all lengths.</summary>
    public static IEnumerable<(string Kind, OxyPlot.PlotModel Model)> AllPlots(string title)
    {
        Curve[] curves = [Curve(title) with { Highlight = true }, Curve("Adam, lr 0.01", floor: 0.09, seed: 2), Curve("SGDM", floor: 0.2, seed: 3).Broken(1, 100, double.NaN)];
        ReferenceLine[] references = [new("swept Adam", 0.088)];
        foreach (var log in new[] { true, false })
        {
            foreach (var band in Enum.GetValues<Band>())
                yield return ($"learning {log} {band}", LearningCurvePlot.Create(curves, new LearningCurveOptions { Title = title, LogY = log, Band = band, References = references, Horizon = 150, Smoothing = Smoothing.Mean(10) }));
        }

        yield return ("meta-training", MetaTrainingPlot.Create([Curve("meta-loss", seeds: 1).Broken(0, 298, double.NaN)], new MetaTrainingOptions { Title = title, References = references }));
        yield return ("layers", LayerTracePlot.Create([.. Enumerable.Range(0, 14).Select(i => Curve($"blocks.{i}.weight", seeds: 1, floor: i + 1, seed: i))], new LayerTraceOptions { Title = title }));
        yield return ("profile", PerformanceProfilePlot.Create([new("a", title, 10), new("a", "Adam", 20), new("b", title, 30), new("b", "Adam", double.NaN)], new PerformanceProfileOptions { Title = title }));
        Curve widths = new(title, [16, 32, 64], [[3, 2, 1], [3.1, 2.2, 0.9]]);
        yield return ("generalisation", GeneralisationPlot.Create([widths, widths with { Name = "Adam" }], new GeneralisationOptions { Title = title, TrainedAt = [32], References = references }));
        yield return ("cost", StepCostPlot.Create([new Curve(title, [1e3, 1e5, 1e7], [1e-5, 1e-3, 0.1]), new Curve("Adam", [1e3, 1e5, 1e7], [1e-6, 1e-5, 1e-3])], new StepCostOptions { Title = title }));
        yield return ("speedup", SpeedupPlot.Create([new("mlp/mnist-8", title, 2, 1.5, 2.5), new("transformer/words-8", title, double.NaN, double.NaN, double.NaN), new("mlp/mnist-8", "small_fc", 0.8, 0.5, 1.1)], new SpeedupOptions { Title = title }));
    }
}
