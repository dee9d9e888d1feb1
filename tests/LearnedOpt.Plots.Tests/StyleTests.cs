using OxyPlot;
using OxyPlot.Legends;

namespace LearnedOpt.Plots.Tests;

public class StyleTests
{
    // Linear-light matrices for complete dichromacy. Machado, Oliveira and Fernandes, 2009, table 1, severity 1.0.
    private static readonly double[][,] Visions =
    [
        new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
        new double[,] { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
        new double[,] { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
        new double[,] { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } },
    ];

    [Fact]
    public void ColoursCanBeToldApartWithAnyColourVision()
    {
        foreach (var vision in Visions)
        {
            for (var i = 0; i < 7; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var distance = Distance(Seen(Palette.Style(i).Color, vision), Seen(Palette.Style(j).Color, vision));
                    Assert.True(distance > 10, $"colours {i} and {j} are {distance:0.0} apart");
                }
            }
        }
    }

    [Fact]
    public void ColoursShowOnWhite() =>
        Assert.All(Enumerable.Range(0, 7), i => Assert.True(1.05 / (Luminance(Palette.Style(i).Color) + 0.05) > 2, $"colour {i}"));

    [Fact]
    public void StylesRepeatLate()
    {
        var styles = Enumerable.Range(0, 42).Select(i => Palette.Style(i)).Select(s => (s.Color, string.Join(' ', s.Dashes ?? []), s.Marker)).ToList();
        Assert.Equal(42, styles.Distinct().Count());
        // In print without colour, the first six differ by dash alone.
        Assert.Equal(6, styles.Take(6).Select(s => s.Item2).Distinct().Count());
    }

    [Fact]
    public void AnOptimizerLooksTheSameOnEveryPlotOfAComparison()
    {
        string[] looks = ["Adam", "rule", "SGDM"];
        var speedups = SpeedupPlot.Create([new Speedup("task", "SGDM", 1, 1, 1)], new SpeedupOptions { Looks = looks });
        var profile = PerformanceProfilePlot.Create([new TaskCost("task", "SGDM", 1)], new PerformanceProfileOptions { Looks = looks });
        var curves = LearningCurvePlot.Create([new Curve("SGDM (0.1)", [1, 2], [3.0, 2.0]) { Style = 2 }], new LearningCurveOptions());
        foreach (var plot in new[] { speedups, profile, curves })
        {
            var drawn = new Drawn(plot);
            Assert.Contains(Css(2), drawn.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Css(0), drawn.Text, StringComparison.OrdinalIgnoreCase);
        }

        static string Css(int look) => Palette.Style(look).Color is var color ? $"#{color.R:x2}{color.G:x2}{color.B:x2}" : "";
    }

    [Fact]
    public void RampGrowsLighterSoThatItSurvivesGrey()
    {
        var grey = Enumerable.Range(0, 21).Select(i => Luminance(Palette.Ramp(i / 20.0))).ToList();
        for (var i = 1; i < grey.Count; i++)
            Assert.True(grey[i] > grey[i - 1]);
    }

    [Theory]
    [InlineData(1000, "1,000")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0001, "10^{−4}")]
    [InlineData(2e7, "2·10^{7}")]
    [InlineData(1e6, "10^{6}")]
    [InlineData(0.3, "0.3")]
    public void LogLabels(double value, string expected) => Assert.Equal(expected, NumberLabels.Log(value));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.5, "−0.5")]
    [InlineData(2000, "2,000")]
    [InlineData(1500000, "1.5M")]
    public void LinearLabels(double value, string expected) => Assert.Equal(expected, NumberLabels.Linear(value));

    [Theory]
    [InlineData(1e-9, "1 ns")]
    [InlineData(2e-5, "20 µs")]
    [InlineData(1e-3, "1 ms")]
    [InlineData(100, "100 s")]
    public void SecondsHaveAUnit(double value, string expected) => Assert.Equal(expected, NumberLabels.Seconds(value));

    [Fact]
    public void RangesHoldTheirValuesAndPlacesInvert()
    {
        var random = new Random(4);
        for (var n = 0; n < 200; n++)
        {
            var log = n % 2 == 0;
            var values = Enumerable.Range(0, 1 + random.Next(5)).Select(_ => log ? Math.Pow(10, 12 * (random.NextDouble() - 0.5)) : 100 * (random.NextDouble() - 0.5)).ToArray();
            var range = AxisRange.Of(values, log);
            Assert.True(range.Low < range.High);
            Assert.All(values, v => Assert.True(range.Low <= v && v <= range.High));
            Assert.Equal(0.3, range.ShareOf(range.At(0.3)), 9);
            Assert.Equal((0.0, 1.0), (Math.Round(range.ShareOf(range.Low), 9), Math.Round(range.ShareOf(range.High), 9)));
        }
    }

    [Fact]
    public void LegendsStandWhereThereAreNoData()
    {
        var random = new Random(6);
        for (var n = 0; n < 100; n++)
        {
            var slope = random.NextDouble() * 4 - 2;
            var line = Enumerable.Range(0, 200).Select(i => i / 200.0).Select(x => (X: x, Y: Math.Clamp(0.5 + (slope * (x - 0.5)), 0, 1))).ToArray();
            var corner = LegendCorner.Choose(line, 0.3, 0.25);
            if (corner is not { } c)
                continue;
            var right = c is LegendPosition.RightTop or LegendPosition.RightBottom;
            var top = c is LegendPosition.RightTop or LegendPosition.LeftTop;
            var covered = line.Count(p => (right ? p.X > 0.7 : p.X < 0.3) && (top ? p.Y > 0.75 : p.Y < 0.25));
            Assert.True(covered <= 4);
        }

        var everywhere = Enumerable.Range(0, 400).Select(i => ((i % 20) / 20.0, i / 400.0)).ToArray();
        Assert.Null(LegendCorner.Choose(everywhere, 0.3, 0.25));
        Assert.Equal(LegendPosition.RightTop, LegendCorner.Choose([], 0.3, 0.25));
    }

    private static double[] Linear(OxyColor c) =>
        [.. new[] { c.R, c.G, c.B }.Select(v => v / 255.0).Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];

    private static double Luminance(OxyColor c) => Linear(c) is var l ? (0.2126 * l[0]) + (0.7152 * l[1]) + (0.0722 * l[2]) : 0;

    private static double[] Seen(OxyColor color, double[,] m)
    {
        var l = Linear(color);
        return [.. Enumerable.Range(0, 3).Select(i => Math.Clamp((m[i, 0] * l[0]) + (m[i, 1] * l[1]) + (m[i, 2] * l[2]), 0, 1))];
    }

    /// <summary>CIE 1976 colour difference of two colours in linear sRGB.</summary>
    private static double Distance(double[] a, double[] b)
    {
        var (p, q) = (Lab(a), Lab(b));
        return Math.Sqrt(p.Zip(q, (x, y) => (x - y) * (x - y)).Sum());
    }

    private static double[] Lab(double[] l)
    {
        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16.0 / 116);
        var x = F(((0.4124 * l[0]) + (0.3576 * l[1]) + (0.1805 * l[2])) / 0.95047);
        var y = F((0.2126 * l[0]) + (0.7152 * l[1]) + (0.0722 * l[2]));
        var z = F(((0.0193 * l[0]) + (0.1192 * l[1]) + (0.9505 * l[2])) / 1.08883);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }
}
