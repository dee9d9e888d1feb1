using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>An optimizer with everything fixed: rule, meta-parameters and learning rate.</summary>
/// <param name="Name">As in tables and plots.</param>
/// <param name="Rule">Update rule.</param>
/// <param name="Theta">Its meta-parameters.</param>
/// <param name="LearningRate">Factor on its step.</param>
public sealed record Contender(string Name, IUpdateRule Rule, float[] Theta, double LearningRate)
{
    /// <summary>How the rate goes over the run.</summary>
    public RateSchedule Schedule { get; init; }

    /// <summary>The rate of one step.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="steps">Length of the run.</param>
    public double RateAt(int step, int steps) => Schedule == RateSchedule.Cosine
        ? LearningRate * (1 + Math.Cos(Math.PI * step / steps)) / 2
        : LearningRate;
}
