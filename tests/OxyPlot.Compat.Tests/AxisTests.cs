using OxyPlot.Axes;

namespace OxyPlot.Compat.Tests;

public class AxisTests
{
    private static readonly (double Low, double High)[] LinearRanges =
        [(0, 1), (0, 100), (-3, 7), (1e-9, 3e-9), (1e6, 1e6 + 3), (-0.4, 0.35), (0, 2000), (17, 17.5), (-1e12, 1e12), (0.088, 2.3)];

    private static readonly (double Low, double High)[] LogRanges =
        [(1, 10), (0.01, 10), (1e-12, 1e9), (0.05, 2.3), (0.05, 0.09), (2, 3), (1, 1000), (1e3, 1e7), (0.999, 1001), (5, 50), (1.01, 1.02)];

    [Fact]
    public void LinearTicksAreRoundMultiplesInsideTheRangeAndFarEnoughApart()
    {
        foreach (var (low, high) in LinearRanges)
        {
            foreach (var height in (double[])[200, 500, 1500])
            {
                var axis = Shown(new LinearAxis { Minimum = low, Maximum = high }, height, out _);
                axis.GetTickValues(out var labels, out var major, out var minor);
                Assert.True(major.Count >= 2, $"{low}..{high} at {height}: {major.Count} ticks");
                Assert.Equal(major, labels);
                Assert.All(major.Concat(minor), tick => Assert.InRange(tick, low - (1e-6 * axis.ActualMajorStep), high + (1e-6 * axis.ActualMajorStep)));
                Assert.All(major, tick => Assert.Equal(Math.Round(tick / axis.ActualMajorStep), tick / axis.ActualMajorStep, 6));
                var leading = axis.ActualMajorStep / Math.Pow(10, Math.Floor(Math.Log10(axis.ActualMajorStep) + 1e-9));
                Assert.Contains(Math.Round(leading, 9), new[] { 1.0, 2.0, 5.0 });
                Assert.Empty(major.Intersect(minor));

                // Closer than asked only where the next coarser step would leave a single label.
                var apart = Math.Abs(axis.Transform(major[1]) - axis.Transform(major[0]));
                var coarser = axis.ActualMajorStep * (Math.Abs(leading - 2) < 1e-6 ? 2.5 : 2);
                Assert.True(apart >= axis.IntervalLength * 0.99 || AxisUtilities.CreateTickValues(low, high, coarser).Count < 2, $"{low}..{high} at {height}: {apart}");
            }
        }
    }

    [Fact]
    public void NoTickInTheRangeIsLeftOut()
    {
        var axis = Shown(new LinearAxis { Minimum = -0.3, Maximum = 0.6, MajorStep = 0.1 }, 600, out _);
        axis.GetTickValues(out _, out var major, out _);
        Assert.Equal([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], major);
    }

    [Fact]
    public void LogTicksHoldBothEnds()
    {
        var axis = Shown(new LogarithmicAxis { Minimum = 0.01, Maximum = 100 }, 600, out _);
        axis.GetTickValues(out var labels, out var major, out var minor);
        Assert.Equal([0.01, 0.1, 1, 10, 100], major);
        Assert.Equal(major, labels);
        Assert.Equal(4 * 8, minor.Count);
        Assert.Contains(0.02, minor);
        Assert.Contains(90, minor);
    }

    [Fact]
    public void LogTicksLieInsideTheRangeAndAreNeverFewerThanTwo()
    {
        foreach (var (low, high) in LogRanges)
        {
            foreach (var width in (double[])[150, 400, 1500])
            {
                var axis = Shown(new LogarithmicAxis { Minimum = low, Maximum = high }, width, out _);
                axis.GetTickValues(out _, out var major, out var minor);
                Assert.True(major.Count >= 2, $"{low}..{high} at {width}: {major.Count} ticks");
                Assert.All(major.Concat(minor), tick => Assert.InRange(tick, low * (1 - 1e-6), high * (1 + 1e-6)));
                Assert.Equal(major.Order(), major);
                Assert.Empty(major.Intersect(minor));
            }
        }
    }

    [Fact]
    public void LogAxisGrowsToWholePowersUnlessToldNotTo()
    {
        var padded = Shown(new LogarithmicAxis(), 600, out _, (0, 0.06), (1, 2.4));
        Assert.Equal(0.01, padded.ActualMinimum, 12);
        Assert.Equal(10, padded.ActualMaximum, 12);
        var tight = Shown(new LogarithmicAxis { PowerPadding = false, MinimumPadding = 0, MaximumPadding = 0 }, 600, out _, (0, 0.06), (1, 2.4));
        Assert.Equal(0.06, tight.ActualMinimum, 12);
        Assert.Equal(2.4, tight.ActualMaximum, 12);
    }

    [Fact]
    public void TransformsAreMonotoneAndInvertible()
    {
        foreach (var axis in new Axis[] { new LinearAxis { Minimum = -3, Maximum = 9 }, new LogarithmicAxis { Minimum = 0.001, Maximum = 500 }, new LinearAxis { Minimum = 1, Maximum = 2, StartPosition = 1, EndPosition = 0 } })
        {
            Shown(axis, 500, out _);
            var sign = axis.IsReversed ? 1 : -1; // the y axis: larger values are higher up, at smaller coordinates
            double? last = null;
            for (var i = 0; i <= 100; i++)
            {
                var t = i / 100.0;
                var value = axis.IsLogarithmic()
                    ? axis.ActualMinimum * Math.Pow(axis.ActualMaximum / axis.ActualMinimum, t)
                    : axis.ActualMinimum + (t * (axis.ActualMaximum - axis.ActualMinimum));
                var screen = axis.Transform(value);
                Assert.Equal(value, axis.InverseTransform(screen), 1e-9 * Math.Abs(value) + 1e-9);
                if (last is { } previous)
                    Assert.True(sign * (screen - previous) > 0);
                last = screen;
            }
        }
    }

    [Fact]
    public void EndsOfTheRangeLieAtTheEdgesOfThePlotArea()
    {
        var axis = Shown(new LogarithmicAxis { Minimum = 0.02, Maximum = 7 }, 500, out var model);
        Assert.Equal(model.PlotArea.Bottom, axis.Transform(0.02), 6);
        Assert.Equal(model.PlotArea.Top, axis.Transform(7), 6);
    }

    [Fact]
    public void RangeFollowsTheDataWithOnePercentOfRoom()
    {
        var axis = Shown(new LinearAxis(), 500, out _, (0, 10), (1, 30), (2, double.NaN), (3, double.PositiveInfinity));
        Assert.Equal(9.8, axis.ActualMinimum, 9);
        Assert.Equal(30.2, axis.ActualMaximum, 9);
        Assert.Equal(10, axis.DataMinimum);
        Assert.Equal(30, axis.DataMaximum);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-0.001)]
    [InlineData(1e15)]
    public void OneValueStillGivesARange(double value)
    {
        var linear = Shown(new LinearAxis(), 500, out _, (1, value));
        Assert.True(linear.ActualMinimum < value && value < linear.ActualMaximum);
        if (value > 0)
        {
            var log = Shown(new LogarithmicAxis(), 500, out _, (1, value));
            Assert.True(log.ActualMinimum <= value && value <= log.ActualMaximum && log.ActualMinimum < log.ActualMaximum);
        }
    }

    [Fact]
    public void NothingToShowGivesAnEmptyPlotAndNoFault()
    {
        foreach (var axis in new Axis[] { new LinearAxis(), new LogarithmicAxis(), new CategoryAxis() })
        {
            Shown(axis, 500, out var model, (double.NaN, double.NaN), (1, -0.0 / 0));
            Assert.Null(model.GetLastPlotException());
            Assert.True(axis.ActualMaximum > axis.ActualMinimum);
        }
    }

    [Fact]
    public void ZoomAndResetGoThereAndBack()
    {
        var axis = Shown(new LinearAxis(), 500, out var model, (0, 0), (1, 10));
        var before = (axis.ActualMinimum, axis.ActualMaximum);
        axis.Zoom(2, 3);
        Assert.Equal((2, 3), (axis.ActualMinimum, axis.ActualMaximum));
        model.ResetAllAxes();
        Assert.Equal(before, (axis.ActualMinimum, axis.ActualMaximum));
    }

    [Fact]
    public void LabelsSayTheirValues()
    {
        var axis = Shown(new LinearAxis { Minimum = 0, Maximum = 1, MajorStep = 0.25 }, 500, out _);
        Assert.Equal("0.25", axis.FormatValue(0.25));
        axis.StringFormat = "0.000";
        Shown(axis, 500, out _);
        Assert.Equal("0.250", axis.FormatValue(0.25));
        axis.LabelFormatter = v => $"<{v}>";
        Assert.Equal("<0.25>", axis.FormatValue(0.25));
        var log = Shown(new LogarithmicAxis { Minimum = 0.001, Maximum = 10, UseSuperExponentialFormat = true }, 500, out _);
        Assert.Equal("10^{-3}", log.FormatValue(0.001));
        Assert.Equal("10^{3}", log.FormatValue(1000));
        Assert.Equal("5·10^{-2}", log.FormatValue(0.05));
    }

    [Fact]
    public void CategoriesAreNamedAndHaveHalfOfOneAtBothEnds()
    {
        var axis = (CategoryAxis)Shown(new CategoryAxis { Labels = { "a", "b", "c" } }, 500, out _, (0, 0), (1, 2));
        Assert.Equal(-0.5, axis.ActualMinimum);
        Assert.Equal(2.5, axis.ActualMaximum);
        axis.GetTickValues(out var labels, out var ticks, out _);
        Assert.Equal(["a", "b", "c"], labels.Select(axis.FormatValue));
        Assert.Equal([-0.5, 0.5, 1.5, 2.5], ticks);
    }

    /// <summary>Draws a plot with the axis upright, and gives it back.</summary>
    private static Axis Shown(Axis axis, double height, out PlotModel model, params (double X, double Y)[] points)
    {
        if (axis.Parent is PlotModel old)
            old.Axes.Remove(axis);
        model = Plots.WithAxes(new LinearAxis(), axis, points);
        RecordingContext.Of(model, 600, height);
        return axis;
    }
}
