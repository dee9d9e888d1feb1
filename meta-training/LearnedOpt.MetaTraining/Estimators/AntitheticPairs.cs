using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// Pairs of particles that live under theta + noise and theta - noise, with the same initial values and the same data
/// (common random numbers). Each pair runs episodes of its own length, so pairs are out of step with one another.
/// Everything random is a function of (run seed, pair, episode), so nothing depends on threads.
/// </summary>
public sealed partial class AntitheticPairs : IDisposable
{
    private readonly PairOptions _options;
    private readonly CounterRandom _random;
    private readonly WorkerPool _pool;
    private readonly int _thetaCount;
    private readonly List<(ITask Task, ParticleChunk Chunk, int FirstPair, int Pairs)> _chunks = [];
    private readonly PairState[] _pairs;

    /// <param name="tasks">Inner problems; pairs are dealt to them in turn.</param>
    /// <param name="rule">The update rule that theta belongs to.</param>
    /// <param name="options">Number of pairs, window, horizons.</param>
    /// <param name="random">The run's stream.</param>
    /// <param name="pool">Threads; not disposed here.</param>
    public AntitheticPairs(IReadOnlyList<ITask> tasks, IUpdateRule rule, PairOptions options, CounterRandom random, WorkerPool pool)
    {
        (_options, _random, _pool, _thetaCount) = (options, random, pool, rule.Theta.Count);
        _pairs = new PairState[options.Pairs];
        for (var pair = 0; pair < _pairs.Length; pair++) _pairs[pair] = new PairState { Task = tasks[pair * tasks.Count / options.Pairs] };
        for (var first = 0; first < _pairs.Length;)
        {
            var task = _pairs[first].Task;
            var count = 1;
            while (first + count < _pairs.Length && ReferenceEquals(_pairs[first + count].Task, task) && 2 * (count + 1) <= Math.Max(2, task.ChunkSize)) count++;
            _chunks.Add((task, new ParticleChunk(task, Enumerable.Repeat(rule, 2 * count).ToArray()), first, count));
            first += count;
        }
    }

    public int Count => _pairs.Length;

    /// <summary>Episode of a pair, a key of its noise.</summary>
    public long EpisodeOf(int pair) => _pairs[pair].Episode;

    /// <summary>Windows that a pair has run in its episode.</summary>
    public int WindowOf(int pair) => _pairs[pair].Window;

    /// <summary>Advances every pair by one window.</summary>
    /// <param name="perturb">Writes theta plus (sign +1) or minus (sign -1) the noise of a pair; called from many threads.</param>
    /// <param name="differences">For each pair the mean over the window of objective(+) - objective(-).</param>
    public EstimateStatistics RunWindow(Perturbation perturb, Span<double> differences)
    {
        var results = new WindowResult[_pairs.Length];
        _pool.Run(_chunks.Count, c => RunChunk(_chunks[c].Task, _chunks[c].Chunk, _chunks[c].FirstPair, _chunks[c].Pairs, perturb, results));
        double loss = 0;
        int diverged = 0, ended = 0;
        for (var pair = 0; pair < results.Length; pair++)
        {
            differences[pair] = results[pair].Difference;
            loss += results[pair].Mean / results.Length;
            diverged += results[pair].Diverged;
            ended += results[pair].Ended ? 1 : 0;
        }

        return new EstimateStatistics(loss, 2L * _pairs.Length * _options.Window, diverged, ended);
    }

    private void RunChunk(ITask task, ParticleChunk chunk, int first, int pairs, Perturbation perturb, WindowResult[] results)
    {
        var theta = new float[_thetaCount];
        for (var i = 0; i < pairs; i++)
        {
            if (_pairs[first + i].Window == 0) Begin(chunk, i, first + i);
            perturb(first + i, +1, theta);
            chunk.Bind(2 * i, theta);
            perturb(first + i, -1, theta);
            chunk.Bind(2 * i + 1, theta);
        }

        Span<float> losses = stackalloc float[2 * pairs], rates = stackalloc float[2 * pairs];
        rates.Fill(1);
        for (var step = 0; step < _options.Window; step++)
        {
            chunk.Step(rates, losses);
            for (var i = 0; i < pairs; i++) results[first + i].Add(losses[2 * i], losses[2 * i + 1], task.UninformedLoss, _options);
        }

        for (var i = 0; i < pairs; i++) results[first + i].Ended = End(first + i, results[first + i].Diverged == 2);
    }

    private void Begin(ParticleChunk chunk, int local, int pair)
    {
        var episode = EpisodeStream(pair);
        var windows = _options.Horizon.Windows(episode, _options.Window);
        // The first episode of a pair ends early at random: from then on pairs are out of step.
        _pairs[pair].Windows = _pairs[pair].Episode == 0 ? 1 + episode.Below(windows, 8) : windows;
        for (var sign = 0; sign < 2; sign++) chunk.Reset(2 * local + sign, episode.At("initialization"), episode.At("data"));
    }

    private CounterRandom EpisodeStream(int pair) => _random.Fork(0xE9, (ulong)pair, (ulong)_pairs[pair].Episode);

    private bool End(int pair, bool hopeless)
    {
        if (++_pairs[pair].Window < _pairs[pair].Windows && !hopeless) return false;
        _pairs[pair].Window = 0;
        _pairs[pair].Episode++;
        return true;
    }

    public void Dispose()
    {
        foreach (var (_, chunk, _, _) in _chunks) chunk.Dispose();
    }

    private sealed class PairState
    {
        public required ITask Task;
        public long Episode;
        public int Window, Windows;
    }

    private struct WindowResult
    {
        public double Difference, Mean;
        public int Diverged;
        public bool Ended;

        public void Add(float plus, float minus, double uninformedLoss, PairOptions options)
        {
            var (a, b) = (options.Objective.Of(plus, uninformedLoss), options.Objective.Of(minus, uninformedLoss));
            Difference += (a - b) / options.Window;
            Mean += (a + b) / (2 * options.Window);
            Diverged = (options.Objective.IsDiverged(plus, uninformedLoss) ? 1 : 0) + (options.Objective.IsDiverged(minus, uninformedLoss) ? 1 : 0);
        }
    }
}

/// <summary>Writes theta + sign * noise(pair) to <paramref name="target"/>.</summary>
public delegate void Perturbation(int pair, int sign, Span<float> target);

/// <param name="Pairs">Antithetic pairs.</param>
/// <param name="Window">Inner steps between two outer steps (truncation length).</param>
/// <param name="Horizon">Episode lengths.</param>
/// <param name="Objective">What is minimised.</param>
public sealed record PairOptions(int Pairs, int Window, HorizonSchedule Horizon, InnerObjective Objective);
