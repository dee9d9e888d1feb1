namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// NRES: one perturbation an episode, used in all its windows:
/// g = 1 / (2 sigma^2 N) sum_i eps_i [L_tau(theta + eps_i) - L_tau(theta - eps_i)], eps_i ~ N(0, sigma^2 I).
/// Unbiased for the smoothed objective over whole episodes while theta stands still, with a variance that does not grow
/// with the number of windows. The default for long horizons.
/// <para>
/// References: Li, Harrison, Sohl-Dickstein, Smith, Metz, 2023 (arXiv 2304.12180); the same idea as ES-Single: Vicol, Kolter,
/// Swersky, 2023 (arXiv 2304.11153).
/// </para>
/// </summary>
/// <param name="setup">What it is made of.</param>
public sealed class NoiseReuseEs(EstimatorSetup setup) : EvolutionEstimator("nres", setup, default)
{
    private protected override void Enter(PairSlot slot, int index, Pair pair) => pair.Draw(0);

    private protected override ReadOnlySpan<float> WeightOf(Pair pair) => pair.Noise;
}
