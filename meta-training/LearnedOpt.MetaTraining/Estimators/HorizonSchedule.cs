using LearnedOpt.Numerics;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>Length of an episode (one inner training run), log-uniform between two lengths.</summary>
/// <param name="Shortest">Inner steps, at least 1.</param>
/// <param name="Longest">Inner steps, at least <paramref name="Shortest"/>.</param>
public sealed record HorizonSchedule(int Shortest, int Longest)
{
    /// <summary>Whole windows in an episode.</summary>
    public int Windows(CounterRandom episode, int window)
    {
        var length = Shortest * Math.Pow((double)Longest / Shortest, episode.UniformDouble(0));
        return Math.Max(1, (int)Math.Round(length / window));
    }
}
