using LearnedOpt.MetaTraining.Comparison;
using LearnedOpt.Numerics;

namespace LearnedOpt.MetaTraining.Tests.Comparison;

public sealed class InterquartileMeanTests
{
    [Fact]
    public void IsTheMeanOfTheMiddleHalf()
    {
        Assert.Equal(3, InterquartileMean.Of([3]));
        Assert.Equal(2, InterquartileMean.Of([1, 3]));
        Assert.Equal(2.5, InterquartileMean.Of([1000, 2, 3, -50]));
        Assert.Equal((0.25 * 2 + 3 + 4 + 5 + 0.25 * 6) / 3.5, InterquartileMean.Of([7, 6, 5, 4, 3, 2, 1]), 12); // ranks 1.75 to 5.25
    }

    [Fact]
    public void OneWildValueHardlyMovesIt()
    {
        var values = Enumerable.Range(0, 20).Select(i => 1 + 0.01 * i).ToArray();
        var clean = InterquartileMean.Of(values);
        values[0] = 1e6;
        Assert.Equal(clean, InterquartileMean.Of(values), 0.02);
    }

    [Fact]
    public void TheIntervalOfOneTaskIsThatOfItsSeeds()
    {
        var (value, low, high) = InterquartileMean.WithInterval([[1.0, 2, 3]]);
        Assert.Equal((2, 1, 3), (value, low, high)); // all three equal one time in nine: more than 2.5 % at each end
        Assert.Equal((2, 2, 2), InterquartileMean.WithInterval([[2.0], [2.0, 2.0]]));
    }

    [Fact]
    public void TheIntervalCoversTheTruthAboutAsOftenAsItSays()
    {
        var random = new CounterRandom(5);
        var covered = 0;
        for (var trial = 0; trial < 30; trial++)
        {
            var tasks = Enumerable.Range(0, 20).Select(t => (IReadOnlyList<double>)[.. Enumerable.Range(0, 3)
                .Select(s => 1 + 0.3 * random.At((ulong)trial).Normal((ulong)(3 * t + s)))]).ToList();
            var (_, low, high) = InterquartileMean.WithInterval(tasks);
            if (low <= 1 && 1 <= high) covered++;
        }

        Assert.InRange(covered, 24, 30);
    }

    [Fact]
    public void WithoutValuesItSaysSo() => Assert.Contains("at least one value", Assert.Throws<ArgumentException>(() => InterquartileMean.Of([])).Message);
}
