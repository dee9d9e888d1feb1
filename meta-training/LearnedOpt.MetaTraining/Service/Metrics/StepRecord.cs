namespace LearnedOpt.MetaTraining.Service;

/// <summary>What is recorded of one outer step.</summary>
/// <param name="Step">Outer steps done.</param>
/// <param name="Time">Wall clock.</param>
/// <param name="Seconds">Of training, all sittings together.</param>
/// <param name="MetaLoss">Mean objective over particles and inner steps of the window.</param>
/// <param name="Smoothed">Running mean of the meta-loss.</param>
/// <param name="Best">Lowest running mean at a checkpoint; NaN before the first.</param>
/// <param name="GradientNorm">Of the meta-gradient, before clipping.</param>
/// <param name="LearningRate">Of the outer optimizer.</param>
/// <param name="InnerSteps">Over all particles, since the beginning.</param>
/// <param name="InnerStepsPerSecond">Of late.</param>
/// <param name="Diverged">Particles that had diverged in this window.</param>
/// <param name="Episodes">Inner runs that ended in this window.</param>
/// <param name="Skipped">Outer steps without a finite meta-gradient, since the beginning.</param>
/// <param name="MemoryBytes">Resident memory of the process.</param>
public readonly record struct StepRecord(
    long Step, DateTimeOffset Time, double Seconds, double MetaLoss, double Smoothed, double Best, double GradientNorm, double LearningRate,
    long InnerSteps, double InnerStepsPerSecond, int Diverged, int Episodes, long Skipped, long MemoryBytes);
