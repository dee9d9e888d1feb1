using LearnedOpt.Numerics;

namespace LearnedOpt.MetaTraining.Truncations;

/// <summary>All episodes are equally long.</summary>
/// <param name="Steps">Inner steps, at least 1.</param>
public sealed record ConstantLength(int Steps) : ITruncationSchedule
{
    public string Name => "constant";
    public bool Ends => true;
    public double Length(CounterRandom episode, long outerStep) => Steps;
}

/// <summary>
/// Log-uniform between two lengths. Counted in windows, and windows are what an estimate averages over, lengths are then
/// uniform: late steps of training get most of the weight.
/// </summary>
/// <param name="Shortest">Inner steps, at least 1.</param>
/// <param name="Longest">Inner steps, at least <paramref name="Shortest"/>.</param>
public sealed record LogUniformLength(int Shortest, int Longest) : ITruncationSchedule
{
    public string Name => "log-uniform";
    public bool Ends => true;
    public double Length(CounterRandom episode, long outerStep) => Shortest * Math.Pow((double)Longest / Shortest, episode.UniformDouble(0));
}

/// <summary>
/// Log-uniform between the shortest length and a limit that itself grows geometrically from the shortest to the longest:
/// limit(s) = Shortest (Longest / Shortest)^min(1, s / GrowthSteps). theta first learns to begin, then to go on.
/// </summary>
/// <param name="Shortest">Inner steps, at least 1.</param>
/// <param name="Longest">Inner steps, at least <paramref name="Shortest"/>.</param>
/// <param name="GrowthSteps">Outer steps until the limit is <paramref name="Longest"/>.</param>
public sealed record GrowingLength(int Shortest, int Longest, long GrowthSteps) : ITruncationSchedule
{
    public string Name => "growing";
    public bool Ends => true;

    public double Length(CounterRandom episode, long outerStep) =>
        Shortest * Math.Pow((double)Longest / Shortest, episode.UniformDouble(0) * Math.Min(1, (double)outerStep / Math.Max(1, GrowthSteps)));
}

/// <summary>Episodes end only when their particles diverge.</summary>
public sealed record NeverEnding : ITruncationSchedule
{
    public string Name => "never-ending";
    public bool Ends => false;
    public double Length(CounterRandom episode, long outerStep) => double.PositiveInfinity;
}

/// <summary>All schedules by name.</summary>
public static class TruncationSchedules
{
    private static readonly Dictionary<string, Func<int, int, long, ITruncationSchedule>> Factories = new(StringComparer.Ordinal)
    {
        ["constant"] = (_, longest, _) => new ConstantLength(longest),
        ["log-uniform"] = (shortest, longest, _) => new LogUniformLength(shortest, longest),
        ["growing"] = (shortest, longest, growth) => new GrowingLength(shortest, longest, growth),
        ["never-ending"] = (_, _, _) => new NeverEnding(),
    };

    public static IReadOnlyList<string> Names { get; } = [.. Factories.Keys];

    /// <summary>Makes a schedule; arguments that it has no use for are ignored.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="shortest">Inner steps.</param>
    /// <param name="longest">Inner steps; of a constant length, the length.</param>
    /// <param name="growthSteps">Outer steps.</param>
    /// <exception cref="ArgumentException">The name is unknown, or the lengths are not in order.</exception>
    public static ITruncationSchedule Create(string name, int shortest, int longest, long growthSteps = 0)
    {
        if (!Factories.TryGetValue(name, out var factory))
            throw new ArgumentException($"no truncation schedule is called '{name}'; choose one of {string.Join(", ", Names)}.", nameof(name));
        if (shortest < 1 || longest < shortest || growthSteps < 0)
            throw new ArgumentException(
                $"truncation schedule {name}: lengths must satisfy 1 <= shortest <= longest, growth steps must not be negative; received {shortest}, {longest} and {growthSteps}.");
        return factory(shortest, longest, growthSteps);
    }
}
