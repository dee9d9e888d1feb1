namespace LearnedOpt.MetaTraining.OuterOptimizers;

/// <summary>How theta moves.</summary>
/// <param name="LearningRate">Schedule of the outer learning rate.</param>
/// <param name="ClipNorm">Greatest norm of the meta-gradient; infinity for none.</param>
/// <param name="AverageDecay">Of the running average of theta, 0 to below 1.</param>
public sealed record OuterSettings(WarmupCosine LearningRate, double ClipNorm, double AverageDecay)
{
    /// <summary>One of <see cref="ThetaOptimizers.Names"/>. Default: adam.</summary>
    public string Optimizer { get; init; } = "adam";

    /// <summary>Numbers of the optimizer.</summary>
    public OuterOptimizerOptions Options { get; init; } = new();

    /// <summary>
    /// Outer steps in a row that may fail (every particle diverged, or a meta-gradient that is not finite) before the run
    /// ends with an exception; at least 1, default 50.
    /// </summary>
    public int MostFailures { get; init; } = 50;

    /// <exception cref="ArgumentException">Names all settings that are not usable.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        if (!(ClipNorm > 0)) faults.Add($"ClipNorm must be positive; received {ClipNorm}");
        if (!(AverageDecay is >= 0 and < 1)) faults.Add($"AverageDecay must be 0 to below 1; received {AverageDecay}");
        if (MostFailures < 1) faults.Add($"MostFailures must be at least 1; received {MostFailures}");
        if (!(LearningRate.Peak > 0) || !double.IsFinite(LearningRate.Peak)) faults.Add($"the learning rate's Peak must be positive; received {LearningRate.Peak}");
        if (!(LearningRate.FinalShare is >= 0 and <= 1)) faults.Add($"the learning rate's FinalShare must be 0 to 1; received {LearningRate.FinalShare}");
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults) + ".");
    }
}
