using LearnedOpt.Numerics;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// NRES: one perturbation an episode, used in all its windows:
/// g = 1 / (2 sigma^2) mean_i eps_i mean_t [L_t(theta + eps_i) - L_t(theta - eps_i)], eps_i ~ N(0, sigma^2 I).
/// Unbiased for the smoothed objective over whole episodes while theta stands still, with a variance that does not grow
/// with the number of windows.
/// <para>Reference: Li, Harrison, Sohl-Dickstein, Smith, Metz, 2023 (arXiv 2304.12180).</para>
/// </summary>
public sealed class NoiseReuseEs(AntitheticPairs pairs, double sigma, CounterRandom random) : IGradientEstimator
{
    private readonly CounterRandom _noise = random.At("perturbation");

    public EstimateStatistics Estimate(ReadOnlySpan<float> theta, long outerStep, Span<float> gradient)
    {
        var current = theta.ToArray();
        var noise = new float[pairs.Count][];
        for (var pair = 0; pair < pairs.Count; pair++)
        {
            noise[pair] = new float[theta.Length];
            _noise.Fork((ulong)pair, (ulong)pairs.EpisodeOf(pair)).Fill(noise[pair]);
        }

        var differences = new double[pairs.Count];
        var statistics = pairs.RunWindow((pair, sign, target) =>
        {
            for (var i = 0; i < target.Length; i++) target[i] = current[i] + sign * (float)sigma * noise[pair][i];
        }, differences);

        gradient.Clear();
        for (var pair = 0; pair < pairs.Count; pair++)
        {
            var weight = (float)(differences[pair] / (2 * sigma * pairs.Count));
            for (var i = 0; i < gradient.Length; i++) gradient[i] += weight * noise[pair][i];
        }

        return statistics;
    }

    public void Save(BinaryWriter writer) => pairs.Save(writer);

    public void Load(BinaryReader reader) => pairs.Load(reader);

    public void Dispose() => pairs.Dispose();
}
