using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>An optimizer with everything fixed: rule, meta-parameters and learning rate.</summary>
/// <param name="Name">As in tables and plots.</param>
/// <param name="Rule">Update rule.</param>
/// <param name="Theta">Its meta-parameters.</param>
/// <param name="LearningRate">Factor on its step.</param>
public sealed record Contender(string Name, IUpdateRule Rule, float[] Theta, double LearningRate);

/// <summary>Training loss of one run, step by step, before each step.</summary>
/// <param name="Contender">Who trained.</param>
/// <param name="Seed">Which initial values and data order; equal seeds are equal for all contenders.</param>
/// <param name="Losses">One a step; not finite where the run diverged.</param>
/// <param name="Seconds">Wall-clock time of the run.</param>
public sealed record TrainingRun(Contender Contender, int Seed, float[] Losses, double Seconds)
{
    /// <summary>Steps over which losses are averaged for "final" and for "reached".</summary>
    public const int Smoothing = 100;

    /// <summary>Mean loss of the last <see cref="Smoothing"/> steps; infinity where one of them was not finite.</summary>
    public double FinalLoss => MeanBefore(Losses.Length);

    /// <summary>First step at which the mean of the last <see cref="Smoothing"/> losses is at most <paramref name="target"/>.</summary>
    public int? StepsTo(double target)
    {
        double sum = 0;
        for (var step = 1; step <= Losses.Length; step++)
        {
            sum += Losses[step - 1];
            if (step > Smoothing) sum -= Losses[step - 1 - Smoothing];
            if (double.IsNaN(sum)) return null;
            if (step >= Smoothing && sum / Smoothing <= target) return step;
        }

        return null;
    }

    private double MeanBefore(int end)
    {
        var from = Math.Max(0, end - Smoothing);
        double sum = 0;
        for (var step = from; step < end; step++) sum += Losses[step];
        return double.IsFinite(sum) ? sum / (end - from) : double.PositiveInfinity;
    }
}
