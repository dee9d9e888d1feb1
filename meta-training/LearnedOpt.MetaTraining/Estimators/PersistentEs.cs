namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// PES: a new perturbation each window, and the episode's sum of them as weight,
/// g = 1 / (2 sigma^2 N) sum_i xi_i [L_tau(+) - L_tau(-)], xi_i = sum_{k &lt;= tau} eps_{i,k}.
/// Unbiased; the variance grows with the number of windows, as xi does.
/// <para>Reference: Vicol, Metz, Sohl-Dickstein, 2021, equation 8 (arXiv 2112.13835).</para>
/// </summary>
/// <param name="setup">What it is made of.</param>
public sealed class PersistentEs(EstimatorSetup setup) : EvolutionEstimator("pes", setup, new StrategyTraits(Accumulates: true))
{
    private protected override void Enter(PairSlot slot, int index, Pair pair)
    {
        pair.Draw(pair.Clock.Window);
        Follow(pair);
    }

    private protected override void Follow(Pair pair)
    {
        if (pair.CurrentDraw == 0) pair.Accumulated.Clear();
        VectorMath.AddScaled(pair.Accumulated, pair.Noise, 1);
    }

    private protected override ReadOnlySpan<float> WeightOf(Pair pair) => pair.Accumulated;
}
