namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// Full ES: complete unrolls, one perturbation each,
/// g = 1 / (2 sigma^2 N) sum_i eps_i [L(theta + eps_i) - L(theta - eps_i)], eps_i ~ N(0, sigma^2 I),
/// L the mean, last or lowest loss of the unroll. Unbiased for the smoothed objective; one outer step costs a whole
/// training run of every particle.
/// <para>References: Salimans et al., 2017 (arXiv 1703.03864); Metz et al., 2019 (arXiv 1810.10180).</para>
/// </summary>
/// <param name="setup">What it is made of.</param>
public sealed class FullEs(EstimatorSetup setup) : EvolutionEstimator("full-es", setup, new StrategyTraits(WholeEpisodes: true))
{
    private protected override void Enter(PairSlot slot, int index, Pair pair) => pair.Draw(0);

    private protected override ReadOnlySpan<float> WeightOf(Pair pair) => pair.Noise;
}
