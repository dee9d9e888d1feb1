namespace LearnedOpt.Plots.Tests;

public class DataTests
{
    private static readonly Smoothing[] Smoothings = [Smoothing.None, Smoothing.Mean(1), Smoothing.Mean(7), Smoothing.Exponential(0), Smoothing.Exponential(0.9)];

    [Fact]
    public void SmoothingKeepsConstantsAndStaysWithinTheData()
    {
        var random = new Random(1);
        var noise = Enumerable.Range(0, 200).Select(_ => random.NextDouble()).ToArray();
        foreach (var smoothing in Smoothings)
        {
            Assert.All(smoothing.Apply([.. Enumerable.Repeat(0.3, 50)]), v => Assert.Equal(0.3, v, 12));
            Assert.All(smoothing.Apply(noise), v => Assert.InRange(v, noise.Min() - 1e-12, noise.Max() + 1e-12));
        }
    }

    [Fact]
    public void SmoothingIsLinear()
    {
        var random = new Random(2);
        var a = Enumerable.Range(0, 60).Select(_ => random.NextDouble()).ToArray();
        var b = Enumerable.Range(0, 60).Select(_ => random.NextDouble()).ToArray();
        foreach (var smoothing in Smoothings)
        {
            var (sa, sb, both) = (smoothing.Apply(a), smoothing.Apply(b), smoothing.Apply([.. a.Zip(b, (x, y) => (2 * x) - (3 * y))]));
            for (var i = 0; i < both.Length; i++)
                Assert.Equal((2 * sa[i]) - (3 * sb[i]), both[i], 10);
        }
    }

    [Fact]
    public void SmoothedValuesAreTheWeightedMeansTheyShouldBe()
    {
        double[] y = [3, 1, 4, 1, 5];
        Assert.Equal([3, 1, 2.5, 2.5, 10.0 / 3], Smoothing.Mean(3).Apply(y));
        var exponential = Smoothing.Exponential(0.6).Apply(y);
        for (var t = 0; t < y.Length; t++)
        {
            var weights = Enumerable.Range(0, t + 1).Select(i => Math.Pow(0.6, t - i)).ToArray();
            Assert.Equal(weights.Select((w, i) => w * y[i]).Sum() / weights.Sum(), exponential[t], 12);
        }
    }

    [Fact]
    public void HolesStayHolesAndSpoilNothingElse()
    {
        double[] y = [1, 1, double.NaN, 1, double.PositiveInfinity, 1, 1];
        foreach (var smoothing in Smoothings)
        {
            var smooth = smoothing.Apply(y);
            for (var i = 0; i < y.Length; i++)
                Assert.Equal(y[i], smooth[i], 12);
        }
    }

    [Fact]
    public void QuantilesRankWhatIsNotFiniteAsWorst()
    {
        Assert.Equal(2.5, Quantile.OfSorted(Quantile.Sorted([4, 1, 3, 2]), 0.5));
        Assert.Equal(1.75, Quantile.OfSorted(Quantile.Sorted([4, 1, 3, 2]), 0.25));
        Assert.Equal(2, Quantile.OfSorted(Quantile.Sorted([double.NaN, 1, 2]), 0.5));
        Assert.Equal(2, Quantile.OfSorted(Quantile.Sorted([double.NegativeInfinity, 1, 2]), 0.5));
        Assert.Equal(double.PositiveInfinity, Quantile.OfSorted(Quantile.Sorted([double.NaN, double.NaN, 2]), 0.5));
        Assert.Equal(double.NaN, Quantile.OfSorted([], 0.5));
    }

    [Fact]
    public void SummariesDoNotDependOnTheOrderOfSeeds()
    {
        var curve = Sample.Curve("UNF").Broken(2, 40, double.NaN);
        var turned = curve with { Seeds = [.. curve.Seeds.Reverse()] };
        foreach (var band in Enum.GetValues<Band>())
        {
            var (a, b) = (CurveSummary.Of(curve, Smoothing.Mean(3), band), CurveSummary.Of(turned, Smoothing.Mean(3), band));
            Assert.Equal(a.Middle, b.Middle);
            Assert.Equal(a.Low, b.Low);
            Assert.Equal(a.High, b.High);
        }
    }

    [Fact]
    public void BandsHoldTheMedianAndMinMaxHoldsEverySeed()
    {
        var curve = Sample.Curve("UNF");
        var (quartiles, all) = (CurveSummary.Of(curve, Smoothing.None, Band.InterQuartile), CurveSummary.Of(curve, Smoothing.None, Band.MinMax));
        for (var i = 0; i < curve.X.Count; i++)
        {
            Assert.True(all.Low[i] <= quartiles.Low[i] && quartiles.Low[i] <= quartiles.Middle[i] && quartiles.Middle[i] <= quartiles.High[i] && quartiles.High[i] <= all.High[i]);
            Assert.Equal(curve.Seeds.Min(seed => seed[i]), all.Low[i]);
            Assert.Equal(curve.Seeds.Max(seed => seed[i]), all.High[i]);
        }
    }

    [Fact]
    public void LongRunsAreThinnedButKeepTheirEndsAndEveryDivergence()
    {
        var curve = Sample.Curve("long", points: 12345, seeds: 3).Broken(1, 7777, double.NaN);
        var summary = CurveSummary.Of(curve, Smoothing.None, Band.InterQuartile);
        Assert.InRange(summary.X.Length, 500, 1001);
        Assert.Equal((0, 12344), (summary.X[0], summary.X[^1]));
        Assert.Equal([7777], summary.DivergedAt);
    }

    [Fact]
    public void SeedsThatEndEarlyCountOnlyAsFarAsTheyGo()
    {
        var curve = new Curve("Adam", [0, 1, 2], [[1, 1, 1], [3, 3]]);
        var summary = CurveSummary.Of(curve, Smoothing.None, Band.InterQuartile);
        Assert.Equal([2, 2, 1], summary.Middle);
        Assert.Empty(summary.DivergedAt);
    }

    [Fact]
    public void CsvHoldsEveryNumberExactly()
    {
        var curve = Sample.Curve("a \"quoted\", name", points: 20, seeds: 2).Broken(1, 18, double.NaN);
        var lines = LearningCurvePlot.Table([curve, new Curve("short", [0.1], [double.PositiveInfinity])], new LearningCurveOptions()).ToCsv().Split('\n');
        Assert.Equal("curve,inner step,median,low,high,seed0,seed1", lines[0]);
        Assert.Equal(1 + 20 + 1 + 1, lines.Length);
        for (var i = 0; i < 20; i++)
        {
            Assert.StartsWith("\"a \"\"quoted\"\", name\",", lines[i + 1]);
            var cells = lines[i + 1]["\"a \"\"quoted\"\", name\",".Length..].Split(',');
            Assert.Equal(curve.Seeds[0][i], double.Parse(cells[4], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(i < 18 ? curve.Seeds[1][i].ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "nan", cells[5]);
        }

        Assert.Equal("short,0.1,inf,inf,inf,inf,", lines[21]);
    }
}
