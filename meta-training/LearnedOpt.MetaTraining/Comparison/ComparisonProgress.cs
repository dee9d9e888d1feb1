namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>How far a comparison is; may be read from any thread while it runs.</summary>
public sealed class ComparisonProgress
{
    private long _steps;
    private int _runs;

    /// <summary>Inner steps done.</summary>
    public long Steps => Interlocked.Read(ref _steps);

    /// <summary>Inner steps in all.</summary>
    public long TotalSteps { get; internal set; }

    /// <summary>Runs finished.</summary>
    public int Runs => Volatile.Read(ref _runs);

    /// <summary>Runs in all.</summary>
    public int TotalRuns { get; internal set; }

    /// <summary>The task at hand.</summary>
    public string Task { get; internal set; } = "";

    /// <summary>True while learning rates are chosen, false while the chosen ones are compared.</summary>
    public bool IsSweeping { get; internal set; }

    internal void AddSteps(long count) => Interlocked.Add(ref _steps, count);

    internal void AddRun() => Interlocked.Increment(ref _runs);
}
