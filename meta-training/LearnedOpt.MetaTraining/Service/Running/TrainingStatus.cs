namespace LearnedOpt.MetaTraining.Service;

/// <summary>What a run looks like at one moment, for a display on another thread.</summary>
/// <param name="Phase">In a word or two: "loading", "training", "saving".</param>
/// <param name="Last">The last outer step; null before the first of this sitting.</param>
/// <param name="Fraction">Share of the run that is done, 0 to 1.</param>
/// <param name="Left">Time to the nearer limit; null before there is anything to go by.</param>
/// <param name="Diverged">Particles found diverged, over all windows.</param>
/// <param name="Checkpoint">Last step that is saved; -1 before the first.</param>
public sealed record TrainingStatus(string Phase, StepRecord? Last = null, double Fraction = 0, TimeSpan? Left = null, long Diverged = 0, long Checkpoint = -1);

/// <summary>How a run ended.</summary>
/// <param name="Finished">It reached a limit; false where it was stopped before.</param>
/// <param name="Steps">Outer steps done.</param>
/// <param name="Checkpoint">Where the run continues.</param>
/// <param name="Weights">Weights file for use.</param>
public sealed record RunOutcome(bool Finished, long Steps, Checkpoint Checkpoint, string Weights);
