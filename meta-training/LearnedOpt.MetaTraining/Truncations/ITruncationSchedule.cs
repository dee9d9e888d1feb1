using LearnedOpt.Numerics;

namespace LearnedOpt.MetaTraining.Truncations;

/// <summary>
/// Length of an episode: how long an inner training run goes on before a new one takes its place. Lengths are rounded to
/// whole windows, so that an episode never ends inside one and no step of an estimate needs a mask.
/// </summary>
public interface ITruncationSchedule
{
    /// <summary>Name in <see cref="TruncationSchedules"/>.</summary>
    string Name { get; }

    /// <summary>Whether every episode ends.</summary>
    bool Ends { get; }

    /// <summary>Inner steps of an episode.</summary>
    /// <param name="episode">The episode's own stream; equal streams and outer steps give equal lengths.</param>
    /// <param name="outerStep">Outer step at which it begins.</param>
    double Length(CounterRandom episode, long outerStep);
}
