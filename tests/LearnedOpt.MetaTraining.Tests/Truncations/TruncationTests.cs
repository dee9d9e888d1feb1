using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Numerics;

namespace LearnedOpt.MetaTraining.Tests.Truncations;

public sealed class TruncationTests
{
    private static readonly CounterRandom Random = new(11);

    [Fact]
    public void LogUniformLengthsFillTheirRangeEvenly()
    {
        var schedule = TruncationSchedules.Create("log-uniform", 100, 10_000);
        var logarithms = Enumerable.Range(0, 2000).Select(i => Math.Log10(schedule.Length(Random.At((ulong)i), 0))).ToArray();
        Assert.InRange(logarithms.Min(), 2, 2.01);
        Assert.InRange(logarithms.Max(), 3.99, 4);
        Assert.Equal(3, logarithms.Average(), 3 * Math.Sqrt(4 / 12.0 / 2000));
    }

    [Fact]
    public void GrowingLengthsGrowToTheLongest()
    {
        var schedule = TruncationSchedules.Create("growing", 100, 10_000, growthSteps: 50);
        double Longest(long step) => Enumerable.Range(0, 300).Max(i => schedule.Length(Random.At((ulong)i), step));
        Assert.Equal(100, Longest(0));
        Assert.InRange(Longest(25), 950, 1000);
        Assert.InRange(Longest(50), 9000, 10_000);
        Assert.Equal(Longest(50), Longest(5000));
    }

    [Fact]
    public void EveryScheduleIsMadeByItsName()
    {
        Assert.All(TruncationSchedules.Names, name =>
        {
            var schedule = TruncationSchedules.Create(name, 10, 40, 5);
            Assert.Equal(name, schedule.Name);
            Assert.Equal(schedule.Ends, double.IsFinite(schedule.Length(Random, 1)));
        });
        Assert.Contains("choose one of constant, log-uniform, growing, never-ending", Assert.Throws<ArgumentException>(() => TruncationSchedules.Create("linear", 1, 2)).Message);
        Assert.Contains("1 <= shortest <= longest", Assert.Throws<ArgumentException>(() => TruncationSchedules.Create("growing", 5, 2)).Message);
    }

    [Fact]
    public void FirstEpisodesPutPairsOutOfStep()
    {
        var clocks = Enumerable.Range(0, 60).Select(i => new EpisodeClock(Random, i, i)).ToArray();
        foreach (var clock in clocks) clock.Begin(new ConstantLength(200), window: 10, outerStep: 0, stagger: true);
        Assert.True(clocks.Select(clock => clock.Windows).Distinct().Count() > 12);
        Assert.All(clocks, clock => Assert.InRange(clock.Windows, 1, 20));
        foreach (var clock in clocks)
        {
            clock.End();
            clock.Begin(new ConstantLength(200), 10, 1, stagger: true);
            Assert.Equal(20, clock.Windows);
        }
    }
}
