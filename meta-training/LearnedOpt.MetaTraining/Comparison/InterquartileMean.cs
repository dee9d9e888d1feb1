using MathNet.Numerics.Random;
using MathNet.Numerics.Statistics;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>
/// The mean of the middle half: neither one lucky task nor one that failed decides it, and unlike the median it uses half of the
/// values. Reference: Agarwal et al., 2021, "Deep reinforcement learning at the edge of the statistical precipice".
/// </summary>
public static class InterquartileMean
{
    private const int Resamples = 10_000, BootstrapSeed = 20_211;

    /// <summary>
    /// Of n sorted values, the mean over the ranks from n / 4 to 3n / 4. A value that lies partly inside counts with that part, so any
    /// number of values will do: of one it is that value, of two their mean.
    /// </summary>
    /// <exception cref="ArgumentException">There are none, or one is NaN.</exception>
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0 || double.IsNaN(sorted[0])) throw new ArgumentException("an interquartile mean needs at least one value, and none that is NaN.");
        return OfSorted(sorted);
    }

    /// <summary>
    /// The interquartile mean over tasks of the median over seeds, with its 95 % bootstrap interval: 10,000 times tasks are drawn with
    /// replacement, and seeds within each, so the interval speaks of other tasks like these and other seeds. The same values give the same interval.
    /// </summary>
    /// <param name="tasks">For each task the value of each seed.</param>
    /// <exception cref="ArgumentException">There is no task, or one without a value, or a value is NaN.</exception>
    public static (double Value, double Low, double High) WithInterval(IReadOnlyList<IReadOnlyList<double>> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var value = Of(tasks.Select(ComparisonResult.Median));
        var random = new MersenneTwister(BootstrapSeed, threadSafe: false);
        var means = new double[Resamples];
        var (drawn, seeds) = (new double[tasks.Count], new double[tasks.Max(task => task.Count)]);
        for (var i = 0; i < Resamples; i++)
        {
            for (var t = 0; t < drawn.Length; t++)
            {
                var task = tasks[random.Next(tasks.Count)];
                for (var s = 0; s < task.Count; s++) seeds[s] = task[random.Next(task.Count)];
                drawn[t] = MedianOf(seeds.AsSpan(0, task.Count));
            }

            Array.Sort(drawn);
            means[i] = OfSorted(drawn);
        }

        Array.Sort(means);
        return (value, SortedArrayStatistics.Quantile(means, 0.025), SortedArrayStatistics.Quantile(means, 0.975));
    }

    private static double MedianOf(Span<double> values)
    {
        values.Sort();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static double OfSorted(double[] sorted)
    {
        var (from, to) = (sorted.Length / 4.0, sorted.Length * 3 / 4.0);
        double sum = 0;
        for (var i = (int)from; i < Math.Ceiling(to); i++) sum += sorted[i] * (Math.Min(i + 1, to) - Math.Max(i, from));
        return sum / (to - from);
    }
}
