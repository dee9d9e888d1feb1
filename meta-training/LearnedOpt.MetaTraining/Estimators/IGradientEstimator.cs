namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>Estimates the gradient of the meta-objective with respect to theta.</summary>
public interface IGradientEstimator : IDisposable
{
    /// <summary>Name in <see cref="GradientEstimators"/>.</summary>
    string Name { get; }

    /// <summary>Advances the inner loops and writes the estimate.</summary>
    /// <param name="theta">Meta-parameters.</param>
    /// <param name="outerStep">Number of the outer step, from 0.</param>
    /// <param name="gradient">Filled whole, of theta's length.</param>
    EstimateStatistics Estimate(ReadOnlySpan<float> theta, long outerStep, Span<float> gradient);

    /// <summary>Writes everything that later estimates depend on: episodes, particles, their optimizer states, accumulators.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Takes over what <see cref="Save"/> wrote; estimates then continue bit for bit.</summary>
    /// <exception cref="InvalidDataException">It was saved under another configuration. The estimator is then of no more use.</exception>
    void Load(BinaryReader reader);
}

/// <summary>What one estimate saw.</summary>
/// <param name="MeanLoss">Mean loss over particles and steps, as the objective counts it, without penalties.</param>
/// <param name="InnerSteps">Inner steps taken, over all particles.</param>
/// <param name="Diverged">Particles whose last loss was not finite or above the limit.</param>
/// <param name="Episodes">Episodes that ended.</param>
/// <param name="Particles">Particles that the estimate rests on; 0 where unknown.</param>
public readonly record struct EstimateStatistics(double MeanLoss, long InnerSteps, int Diverged, int Episodes, int Particles = 0)
{
    /// <summary>No particle is left that says anything about theta.</summary>
    public bool AllDiverged => Particles > 0 && Diverged >= Particles;
}
