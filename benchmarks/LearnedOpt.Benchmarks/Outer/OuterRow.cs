namespace LearnedOpt.Benchmarks.Outer;

/// <summary>Speed of the outer loop under one estimator on one task.</summary>
/// <param name="Estimator">Name in the registry.</param>
/// <param name="Task">Name in the registry.</param>
/// <param name="Threads">In this process, or of each worker.</param>
/// <param name="Workers">Over the broker; 0: none, slots run in this process.</param>
/// <param name="InnerStepsPerSecond">Inner steps times particles a second; median of the rounds.</param>
/// <param name="Overhead">Processor time of this process, workers included, outside of inner steps, over that inside of them; median of the rounds.</param>
/// <param name="Idle">Share of the threads' time in which they had nothing to do, for want of the slowest slot's or the broker's answer, or no core; median of the rounds.</param>
/// <param name="Speedup">Of the inner steps a second, over those of the first row with this estimator and task, round by round; median.</param>
/// <param name="BytesPerOuterStep">Sent and received by the coordinator.</param>
/// <param name="OuterSteps">Measured.</param>
public sealed record OuterRow(
    string Estimator, string Task, int Threads, int Workers, double InnerStepsPerSecond, double Overhead, double Idle, double Speedup, double BytesPerOuterStep, long OuterSteps);
