namespace LearnedOpt.MetaTraining.OuterOptimizers;

/// <summary>Linear warm-up to a peak, then a half cosine down to a share of it; a share of 1 keeps the rate constant.</summary>
/// <param name="Peak">Highest learning rate.</param>
/// <param name="WarmupSteps">Outer steps until the peak.</param>
/// <param name="FinalShare">Last learning rate over <paramref name="Peak"/>.</param>
public sealed record WarmupCosine(double Peak, long WarmupSteps, double FinalShare)
{
    /// <summary>Rate at an outer step.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="progress">Share of the whole run that is done, 0 to 1.</param>
    public double At(long step, double progress)
    {
        var warmup = Math.Min(1, (step + 1.0) / Math.Max(1, WarmupSteps));
        var cosine = 0.5 * (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1)));
        return Peak * warmup * (FinalShare + (1 - FinalShare) * cosine);
    }
}
