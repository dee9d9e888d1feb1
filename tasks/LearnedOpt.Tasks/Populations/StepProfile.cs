using System.Diagnostics;

namespace LearnedOpt.Tasks.Populations;

/// <summary>Where the time of inner steps goes. One chunk writes to it at a time.</summary>
public sealed class StepProfile
{
    /// <summary>Drawing mini-batches.</summary>
    public TimeSpan Data { get; private set; }

    /// <summary>Forward and backward.</summary>
    public TimeSpan Gradient { get; private set; }

    /// <summary>The update rule.</summary>
    public TimeSpan Update { get; private set; }

    /// <summary>All three.</summary>
    public TimeSpan Total => Data + Gradient + Update;

    internal void Add(long start, long sampled, long differentiated, long updated)
    {
        Data += Stopwatch.GetElapsedTime(start, sampled);
        Gradient += Stopwatch.GetElapsedTime(sampled, differentiated);
        Update += Stopwatch.GetElapsedTime(differentiated, updated);
    }
}
