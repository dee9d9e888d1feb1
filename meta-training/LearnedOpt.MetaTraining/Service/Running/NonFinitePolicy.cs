namespace LearnedOpt.MetaTraining.Service;

/// <summary>
/// What happens when numbers stop being finite. Inner losses that are not finite count as the objective's limit and their
/// particles as diverged (that is the estimator's part); an outer step whose meta-gradient is not finite leaves theta as it
/// is and is counted; many such steps in a row, or many in which every particle diverged, end the run; so does a theta that
/// is not finite, at once.
/// </summary>
/// <param name="badSteps">Bad outer steps in a row that end the run.</param>
/// <param name="particles">Particles that a window moves.</param>
public sealed class NonFinitePolicy(int badSteps, int particles)
{
    /// <summary>Bad outer steps since the last good one. While there are any, no checkpoint is taken.</summary>
    public int Streak { get; private set; }

    /// <summary>Judges a step.</summary>
    /// <returns>Why the run must end; null where it goes on.</returns>
    public string? Judge(in OuterStep step, ReadOnlySpan<float> theta)
    {
        foreach (var value in theta)
            if (!float.IsFinite(value)) return $"theta is not finite after outer step {step.Step:N0}";
        var (blind, hopeless) = (!double.IsFinite(step.GradientNorm), step.Estimate.Diverged >= particles);
        Streak = blind || hopeless ? Streak + 1 : 0;
        if (Streak < badSteps) return null;
        return blind
            ? $"the meta-gradient was not finite for {Streak} outer steps in a row, to step {step.Step:N0}"
            : $"every particle diverged for {Streak} outer steps in a row, to step {step.Step:N0}";
    }
}
