using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Numerics;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>Where a pair (or a single particle) stands in its sequence of episodes. The streams of an episode follow from its number.</summary>
/// <param name="run">Stream of all episodes.</param>
/// <param name="index">Number of the pair.</param>
/// <param name="group">Number of the first pair that shares lengths with this one; the pair's own, if none does.</param>
internal sealed class EpisodeClock(CounterRandom run, int index, int group)
{
    /// <summary>Number of the episode; -1 before the first.</summary>
    public long Number { get; private set; } = -1;

    /// <summary>Windows run in the episode.</summary>
    public long Window { get; private set; }

    /// <summary>Windows in the episode; <see cref="long.MaxValue"/> where it never ends.</summary>
    public long Windows { get; private set; }

    public bool IsOver => Window >= Windows;

    /// <summary>The episode's stream of this pair: initial values, data.</summary>
    public CounterRandom Stream => run.Fork(0xE9, (ulong)index, (ulong)Number);

    /// <summary>The episode's stream of the group: length, task.</summary>
    public CounterRandom GroupStream => run.Fork(0xE9, (ulong)group, (ulong)Number).At("group");

    /// <summary>Begins the next episode.</summary>
    /// <param name="schedule">Its length.</param>
    /// <param name="window">Inner steps in a window.</param>
    /// <param name="outerStep">Number of the outer step.</param>
    /// <param name="stagger">The first episode ends early at random, so that pairs are out of step from then on.</param>
    public void Begin(ITruncationSchedule schedule, int window, long outerStep, bool stagger)
    {
        Number++;
        Window = 0;
        var windows = schedule.Length(GroupStream, outerStep) / window;
        Windows = windows < 1e15 ? Math.Max(1, (long)Math.Round(windows)) : long.MaxValue;
        if (stagger && Number == 0 && Windows < long.MaxValue) Windows = 1 + GroupStream.Below(Windows, 8);
    }

    /// <summary>As <see cref="Begin(ITruncationSchedule, int, long, bool)"/>, for an episode that is one whole estimate.</summary>
    public void Begin(long number, long windows) => (Number, Window, Windows) = (number, 0, windows);

    public void Advance(long windows = 1) => Window += windows;

    /// <summary>Ends the episode here.</summary>
    public void End() => Windows = Window;

    public void Save(BinaryWriter writer)
    {
        writer.Write(Number);
        writer.Write(Window);
        writer.Write(Windows);
    }

    public void Load(BinaryReader reader) => (Number, Window, Windows) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
}
