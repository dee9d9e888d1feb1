namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>Training loss of one run, step by step, before each step.</summary>
/// <param name="Contender">Who trained.</param>
/// <param name="Seed">Which initial values and data order; equal seeds are equal for all contenders.</param>
/// <param name="Losses">One a step; not finite from where the run diverged.</param>
/// <param name="Seconds">Wall-clock time of the run.</param>
public sealed record TrainingRun(Contender Contender, int Seed, float[] Losses, double Seconds)
{
    /// <summary>Steps over which losses are averaged for "final" and for "reached".</summary>
    public const int Smoothing = 100;

    /// <summary>Mean loss of the last <see cref="Smoothing"/> steps; infinity where one of them was not finite.</summary>
    public double FinalLoss => double.IsFinite(MeanBefore(Losses.Length)) ? MeanBefore(Losses.Length) : double.PositiveInfinity;

    /// <summary>True where the loss became not finite, or ended above twice what it began with.</summary>
    public bool Diverged => DivergedBy(Losses.Length);

    /// <summary>Wall-clock time of one step; a run that was stopped early counts the steps it took.</summary>
    public double SecondsPerStep => Seconds / Math.Min(Losses.Length, 1 + Losses.TakeWhile(float.IsFinite).Count());

    /// <summary>First step at which the mean of the last <see cref="Smoothing"/> losses is at most <paramref name="target"/>.</summary>
    public int? StepsTo(double target)
    {
        double sum = 0;
        for (var step = 1; step <= Losses.Length; step++)
        {
            sum += Losses[step - 1];
            if (step > Smoothing) sum -= Losses[step - 1 - Smoothing];
            // What large losses left behind in rounding must not hide small ones; at the end it is the final loss to the last bit.
            if (step % Smoothing == 0 || step == Losses.Length) sum = SumBefore(step, Smoothing);
            if (double.IsNaN(sum)) return null;
            if (step >= Smoothing && sum / Smoothing <= target) return step;
        }

        return null;
    }

    /// <summary>As <see cref="Diverged"/>, had the run ended after so many steps.</summary>
    public bool DivergedBy(int steps) => !double.IsFinite(MeanBefore(steps)) || (Losses[0] > 0 && MeanBefore(steps) > 2 * Losses[0]);

    /// <summary>Mean of the last losses of the first <paramref name="steps"/>; not finite where one of them is not.</summary>
    /// <param name="steps">1 to the run's length.</param>
    /// <param name="window">How many, where there are as many.</param>
    public double MeanBefore(int steps, int window = Smoothing) => SumBefore(steps, window) / Math.Min(window, steps);

    private double SumBefore(int steps, int window)
    {
        double sum = 0;
        for (var step = Math.Max(0, steps - window); step < steps; step++) sum += Losses[step];
        return sum;
    }
}
