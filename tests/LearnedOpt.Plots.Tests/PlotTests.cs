using System.Text.RegularExpressions;

namespace LearnedOpt.Plots.Tests;

public class PlotTests
{
    private static readonly string[] Titles =
    [
        "UNF",
        "Universal neural functional, tied coefficients, 32 channels, meta-trained for one night on two cores",
        "σ² → 10^{-3} <&>",
    ];

    [Fact]
    public void EveryPlotIsSoundAtEverySize()
    {
        foreach (var title in Titles)
        {
            foreach (var (width, height) in ((double, double)[])[(720, 440), (360, 240), (1100, 500)])
            {
                foreach (var (kind, model) in Sample.AllPlots(title))
                {
                    var drawn = new Drawn(model, width, height);
                    Assert.True(drawn.Root.Descendants().Count() > 20, kind);
                    drawn.AssertSound();
                }
            }
        }
    }

    [Fact]
    public void DrawingTwiceGivesTheSameBytes()
    {
        var first = Sample.AllPlots("UNF").Select(p => new Drawn(p.Model).Text).ToList();
        Assert.Equal(first, Sample.AllPlots("UNF").Select(p => new Drawn(p.Model).Text));
    }

    [Fact]
    public void EmptyPlotsAreNoFault()
    {
        new Drawn(LearningCurvePlot.Create([], new LearningCurveOptions { Title = "nothing" })).AssertSound();
        new Drawn(MetaTrainingPlot.Create([], new MetaTrainingOptions())).AssertSound();
        new Drawn(LayerTracePlot.Create([], new LayerTraceOptions())).AssertSound();
        new Drawn(GeneralisationPlot.Create([], new GeneralisationOptions())).AssertSound();
        new Drawn(StepCostPlot.Create([], new StepCostOptions())).AssertSound();
        new Drawn(PerformanceProfilePlot.Create([], new PerformanceProfileOptions())).AssertSound();
        new Drawn(SpeedupPlot.Create([], new SpeedupOptions())).AssertSound();
        new Drawn(LearningCurvePlot.Create([new Curve("one value", [0], [0.5])], new LearningCurveOptions())).AssertSound();
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void SeedsThatDivergeAreMarkedAndCounted(double bad)
    {
        foreach (var log in new[] { true, false })
        {
            var curve = Sample.Curve("SGDM").Broken(1, 100, bad).Broken(3, 200, bad);
            var options = new LearningCurveOptions { LogY = log };
            var whole = new Drawn(LearningCurvePlot.Create([Sample.Curve("SGDM")], options));
            var broken = new Drawn(LearningCurvePlot.Create([curve], options));
            Assert.Contains("SGDM (2 of 5 diverged)", broken.Words);
            Assert.DoesNotContain("diverged", whole.Words);
            Assert.Equal(2, Marks(broken) - Marks(whole));
        }
    }

    [Fact]
    public void ACurveOfWhichAllSeedsDivergeIsStillInTheLegend()
    {
        var curve = Sample.Curve("exploded", seeds: 2).Broken(0, 0, double.NaN).Broken(1, 0, double.PositiveInfinity);
        var drawn = new Drawn(LearningCurvePlot.Create([Sample.Curve("Adam"), curve], new LearningCurveOptions()));
        drawn.AssertSound();
        Assert.Contains("exploded (2 of 2 diverged)", drawn.Words);
    }

    [Fact]
    public void ALossThatGrowsBeyondMeasureDoesNotFlattenTheOthers()
    {
        var wild = Sample.Curve("wild", seeds: 1).Broken(0, 50, 1e30);
        var model = LearningCurvePlot.Create([Sample.Curve("Adam"), wild], new LearningCurveOptions { LogY = false });
        Assert.True(model.Axes[1].Maximum < 60);
        new Drawn(model).AssertSound();
    }

    [Fact]
    public void ValuesWithoutALogarithmAreMarkedAndCounted()
    {
        var curve = Sample.Curve("KL", seeds: 1).Broken(0, 290, 0);
        Assert.Contains("KL: 10 values at or below 0", new Drawn(LearningCurvePlot.Create([curve], new LearningCurveOptions { LogY = true })).Words);
        Assert.DoesNotContain("at or below", new Drawn(LearningCurvePlot.Create([curve], new LearningCurveOptions { LogY = false })).Words);
    }

    [Fact]
    public void CurvesDifferInMoreThanColour()
    {
        var curves = Enumerable.Range(0, 6).Select(i => Sample.Curve($"rule {i}", seeds: 1, floor: 0.1 * (i + 1), seed: i)).ToArray();
        var drawn = new Drawn(LearningCurvePlot.Create(curves, new LearningCurveOptions()));
        var dashes = drawn.Styles.Where(s => s.Contains("stroke-width:1.7", StringComparison.Ordinal)).Select(s => Regex.Match(s, "dasharray:[^;]+").Value).Distinct();
        Assert.Equal(6, dashes.Count());
        Assert.Equal(6, Enumerable.Range(0, 6).Select(i => Palette.Style(i).Marker).Distinct().Count());
    }

    [Fact]
    public void ReferencesAndHorizonAreNamedWithTheirValues()
    {
        var drawn = new Drawn(LearningCurvePlot.Create([Sample.Curve("UNF")], new LearningCurveOptions { References = [new("swept Adam", 0.0881)], Horizon = 100 }));
        Assert.Contains("swept Adam (0.088)", drawn.Words);
        Assert.Contains("beyond meta-training", drawn.Words);
    }

    [Fact]
    public void WhatCannotBeDrawnIsSaidClearly()
    {
        var tooMany = Assert.Throws<ArgumentException>(() => LearningCurvePlot.Create([new Curve("Adam", [0, 1], [1, 2, 3])], new LearningCurveOptions()));
        Assert.Equal("curve 'Adam' has 2 values of x but 3 of seed 0: each value needs an x.", tooMany.Message);
        var falling = Assert.Throws<ArgumentException>(() => LearningCurvePlot.Create([new Curve("Adam", [0, 2, 1], [1, 2, 3])], new LearningCurveOptions()));
        Assert.Equal("curve 'Adam': x must rise, but x[2] = 1 follows 2. Sort the measurements.", falling.Message);
        var free = Assert.Throws<ArgumentException>(() => PerformanceProfilePlot.Create([new TaskCost("mlp", "Adam", 0)], new PerformanceProfileOptions()));
        Assert.StartsWith("Adam costs 0 on mlp: factors need costs above zero.", free.Message);
        var twice = Assert.Throws<ArgumentException>(() => PerformanceProfilePlot.Create([new TaskCost("mlp", "Adam", 1), new TaskCost("mlp", "Adam", 2)], new PerformanceProfileOptions()));
        Assert.StartsWith("Adam has 2 costs on mlp", twice.Message);
    }

    [Fact]
    public void ProfilesAreSharesOfTasksWithinAFactor()
    {
        var random = new Random(3);
        string[] optimizers = ["a", "b", "c"];
        var costs = Enumerable.Range(0, 20).SelectMany(t => optimizers.Select(o => new TaskCost($"t{t}", o, random.Next(8) == 0 ? double.NaN : 1 + random.NextDouble()))).ToList();
        var profiles = PerformanceProfilePlot.Profiles(costs);
        foreach (var (optimizer, ratios) in profiles)
        {
            Assert.Equal(20, ratios.Length);
            Assert.All(ratios, r => Assert.True(r >= 1));
            foreach (var tau in (double[])[1, 1.2, 1.5, 3])
            {
                var expected = costs.Count(c => c.Optimizer == optimizer && double.IsFinite(c.Cost) && c.Cost <= tau * costs.Where(o => o.Task == c.Task && double.IsFinite(o.Cost)).Min(o => o.Cost));
                Assert.Equal(expected, ratios.Count(r => r <= tau * (1 + 1e-12)));
            }
        }

        // Somebody is best on every task that anybody solved.
        Assert.True(profiles.Sum(p => p.Ratios.Count(r => r == 1)) >= costs.GroupBy(c => c.Task).Count(g => g.Any(c => double.IsFinite(c.Cost))));
    }

    private static int Marks(Drawn drawn) => drawn.Styles.Count(s => s.Contains("stroke:#ffffff", StringComparison.Ordinal));
}
