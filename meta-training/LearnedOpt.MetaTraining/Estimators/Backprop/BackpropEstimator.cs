using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// What backpropagation through the unrolled inner loop shares: g = 1/N sum_i dJ_i / dtheta, by reverse differentiation of the
/// update rule and, unless stopped, of the task's gradients (second derivatives). Particles take the place of pairs.
/// A particle whose gradient is not finite is left out and begins anew.
/// </summary>
public abstract class BackpropEstimator : IGradientEstimator
{
    /// <summary>Most particles that one thread advances together. From 8 to 16 a thread gained a fifth; with fewer, more threads have work.</summary>
    public const int MostParticles = 8;

    private readonly EstimatorSetup _setup;
    private readonly bool _wholeEpisodes;
    private readonly UnrollSlot[] _slots;
    private readonly TaskBalance _balance;

    /// <exception cref="ArgumentException">Names all options that are not usable.</exception>
    private protected BackpropEstimator(string name, EstimatorSetup setup, bool wholeEpisodes)
    {
        setup.Options.Validate(setup.Mixture);
        if (wholeEpisodes && !setup.Options.Truncation.Ends)
            throw new ArgumentException($"{name} unrolls whole episodes and needs a truncation schedule that ends; received {setup.Options.Truncation.Name}.");
        if (setup.Options.Shaping.Kind != ShapingKind.None)
            throw new ArgumentException($"{name} has no loss differences to shape; received shaping {setup.Options.Shaping.Kind}. Leave it out.");
        if (setup.Mixture.Assignment == TaskAssignment.Sampled)
            throw new ArgumentException($"{name} needs tasks that stay with their particles; received sampled tasks. Use Assignment = Dealt.");
        if (setup.Runner is not null)
            throw new ArgumentException($"{name} runs in one process only. Use an evolution strategy, such as nres, to spread work over workers.");
        if (setup.Rule is not IDifferentiableRule rule)
            throw new ArgumentException($"update rule {setup.Rule.Name} has no differentiable form; {name} trains {string.Join(", ", UpdateRules.DifferentiableNames)}. Use an evolution strategy, such as nres.");
        (Name, _setup, _wholeEpisodes) = (name, setup, wholeEpisodes);
        _balance = new TaskBalance(setup.Mixture.Tasks.Count, setup.Options.BalanceTasks);
        var slots = new List<UnrollSlot>();
        for (var first = 0; first < setup.Options.Pairs;)
        {
            var task = setup.Mixture.Dealt(first, setup.Options.Pairs);
            var end = first + 1;
            var most = Math.Min(MostParticles, setup.Mixture.Tasks[task].ChunkSize);
            while (end < setup.Options.Pairs && end - first < most && setup.Mixture.Dealt(end, setup.Options.Pairs) == task) end++;
            slots.Add(new UnrollSlot(setup, rule, task, [.. Enumerable.Range(first, end - first).Select(i => new EpisodeClock(setup.Random.At("pairs"), i, i))]));
            first = end;
        }

        _slots = [.. slots];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public EstimateStatistics Estimate(ReadOnlySpan<float> theta, long outerStep, Span<float> gradient)
    {
        var values = theta.ToArray();
        _setup.Pool.Run(_slots.Length, s => Run(_slots[s], values, outerStep));
        var particles = _slots.SelectMany(slot => Enumerable.Range(0, slot.Clocks.Length).Select(i => (Slot: slot, Index: i))).ToArray();
        int[] tasks = [.. particles.Select(p => p.Slot.Task)];
        double[] norms = [.. particles.Select(p => Math.Sqrt(p.Slot.Gradients[p.Index].Sum(g => (double)g * g)))];
        _balance.Apply(tasks, norms);
        gradient.Clear();
        var counted = Math.Max(1, norms.Count(norm => norm > 0));
        foreach (var (slot, i) in particles) VectorMath.AddScaled(gradient, slot.Gradients[i], (float)(_balance.Factor(slot.Task) / counted));
        var windows = particles.Sum(p => _wholeEpisodes ? p.Slot.Clocks[p.Index].Windows : 1);
        return new EstimateStatistics(
            particles.Average(p => p.Slot.MeanLosses[p.Index]),
            windows * _setup.Options.Window,
            particles.Count(p => p.Slot.Diverged[p.Index]),
            particles.Count(p => p.Slot.Clocks[p.Index].IsOver),
            particles.Length);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write(_setup.Options.Pairs);
        foreach (var slot in _slots) slot.Save(writer);
        _balance.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        reader.RequireName(Name, "the estimator");
        reader.Require(_setup.Options.Pairs, "the number of particles");
        foreach (var slot in _slots) slot.Load(reader);
        _balance.Load(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots) slot.Dispose();
    }

    private void Run(UnrollSlot slot, float[] theta, long outerStep)
    {
        var (schedule, window) = (_setup.Options.Truncation, _setup.Options.Window);
        slot.BeginEpisodes(clock =>
        {
            if (_wholeEpisodes) clock.Begin(outerStep, Math.Max(1, (long)Math.Round(schedule.Length(_setup.Random.At("lengths").At((ulong)outerStep), outerStep) / window)));
            else clock.Begin(schedule, window, outerStep, stagger: true);
        });
        slot.Run(theta, _wholeEpisodes ? slot.Clocks[0].Windows : 1);
    }
}

/// <summary>
/// Truncated backpropagation: differentiates one window, with weights and momenta at its start as constants. Biased
/// towards short horizons, like truncated ES; the gradient explodes where training is chaotic.
/// <para>References: Werbos, 1990; Wu, Ren, Liao, Grosse, 2018, on its bias (arXiv 1803.02021).</para>
/// </summary>
/// <param name="setup">What it is made of.</param>
public sealed class TruncatedBackprop(EstimatorSetup setup) : BackpropEstimator("truncated-backprop", setup, wholeEpisodes: false);

/// <summary>
/// Full backpropagation: differentiates complete unrolls. Exact, but keeps every step's graph in memory, and the gradient
/// explodes where training is chaotic.
/// <para>Reference: Maclaurin, Duvenaud, Adams, 2015 (arXiv 1502.03492).</para>
/// </summary>
/// <param name="setup">What it is made of.</param>
public sealed class FullBackprop(EstimatorSetup setup) : BackpropEstimator("full-backprop", setup, wholeEpisodes: true);
