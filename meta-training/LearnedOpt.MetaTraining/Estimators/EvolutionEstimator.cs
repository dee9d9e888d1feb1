namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// What evolution strategies share. Pairs of particles live under theta + eps and theta - eps with the same initial values
/// and the same data (common random numbers), and
/// g = 1 / (2 sigma^2 N) sum_i w_i [J_i(+) - J_i(-)],
/// where a strategy says when eps_i ~ N(0, sigma^2 I) is drawn anew and what its weight w_i is. Everything random is a
/// function of (run, pair, episode, window), and contributions are summed in the order of pairs: threads change nothing.
/// </summary>
public abstract class EvolutionEstimator : IGradientEstimator, ISlots
{
    private readonly EstimatorSetup _setup;
    private readonly bool _wholeEpisodes;
    private readonly PairSlot[] _slots;
    private readonly Pair[] _pairs;
    private readonly ISlotRunner _runner;
    private readonly TaskBalance _balance;
    private readonly int _particlesPerPair;

    /// <param name="name">Name in the registry.</param>
    /// <param name="setup">What it is made of.</param>
    /// <param name="traits">What kind of strategy it is.</param>
    /// <exception cref="ArgumentException">Names all options that are not usable.</exception>
    private protected EvolutionEstimator(string name, EstimatorSetup setup, StrategyTraits traits)
    {
        setup.Options.Validate(setup.Mixture);
        if (traits.WholeEpisodes && !setup.Options.Truncation.Ends)
            throw new ArgumentException($"{name} unrolls whole episodes and needs a truncation schedule that ends; received {setup.Options.Truncation.Name}.");
        (Name, _setup, _wholeEpisodes, _particlesPerPair) = (name, setup, traits.WholeEpisodes, traits.Base ? 3 : 2);
        _runner = setup.Runner ?? new LocalSlots(setup.Pool);
        _balance = new TaskBalance(setup.Mixture.Tasks.Count, setup.Options.BalanceTasks);
        _pairs = new Pair[setup.Options.Pairs];
        var slots = new List<PairSlot>();
        for (var first = 0; first < _pairs.Length;)
        {
            var count = SlotSize(first);
            for (var i = first; i < first + count; i++)
                _pairs[i] = new Pair(i, setup.Mixture.Assignment == TaskAssignment.Sampled ? first : i, setup, traits.Accumulates) { Task = TaskOf(first) };
            slots.Add(new PairSlot(setup, _pairs[first..(first + count)], _particlesPerPair, TaskOf(first)));
            first += count;
        }

        _slots = [.. slots];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int SlotCount => _slots.Length;

    /// <summary>Prepares a pair for its next window: draws its perturbation.</summary>
    private protected abstract void Enter(PairSlot slot, int index, Pair pair);

    /// <summary>Does again what <see cref="Enter"/> does besides drawing, for a pair that was entered elsewhere.</summary>
    private protected virtual void Follow(Pair pair)
    {
    }

    /// <summary>The weight w_i of a pair's difference, over sigma.</summary>
    private protected abstract ReadOnlySpan<float> WeightOf(Pair pair);

    /// <inheritdoc/>
    public EstimateStatistics Estimate(ReadOnlySpan<float> theta, long outerStep, Span<float> gradient)
    {
        _runner.Run(this, theta.ToArray(), outerStep);
        var (outcomes, tasks, differences) = (new PairOutcome[_pairs.Length], new int[_pairs.Length], new double[_pairs.Length]);
        for (var i = 0; i < _pairs.Length; i++) (outcomes[i], tasks[i]) = (_pairs[i].Outcome, _pairs[i].Task);
        _setup.Options.Shaping.Apply(outcomes, differences);
        _balance.Apply(tasks, differences);
        gradient.Clear();
        for (var i = 0; i < _pairs.Length; i++)
            VectorMath.AddScaled(gradient, WeightOf(_pairs[i]), (float)(differences[i] / (2 * _setup.Options.Sigma * _pairs.Length)));
        return Statistics();
    }

    /// <inheritdoc/>
    public void RunSlot(int slot, float[] theta, long outerStep)
    {
        var work = _slots[slot];
        work.BeginEpisodes(clock => Begin(clock, outerStep));
        for (var i = 0; i < work.Pairs.Count; i++)
        {
            Enter(work, i, work.Pairs[i]);
            work.Bind(i, theta);
        }

        work.Run(_wholeEpisodes ? work.Pairs[0].Clock.Windows : 1);
    }

    /// <inheritdoc/>
    public void SaveSlot(int slot, BinaryWriter writer) => _slots[slot].Save(writer);

    /// <inheritdoc/>
    public void LoadSlot(int slot, BinaryReader reader) => _slots[slot].Load(reader);

    /// <inheritdoc/>
    public long Progress => _slots.Sum(slot => slot.Progress);

    /// <inheritdoc/>
    public void SaveOutcome(int slot, BinaryWriter writer) => _slots[slot].SaveOutcome(writer);

    /// <inheritdoc/>
    public void LoadOutcome(int slot, BinaryReader reader)
    {
        _slots[slot].LoadOutcome(reader);
        foreach (var pair in _slots[slot].Pairs) Follow(pair);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        _runner.Collect(this);
        writer.Write(Name);
        writer.Write(_pairs.Length);
        foreach (var slot in _slots) slot.Save(writer);
        _balance.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        reader.RequireName(Name, "the estimator");
        reader.Require(_pairs.Length, "the number of pairs");
        foreach (var slot in _slots) slot.Load(reader);
        _balance.Load(reader);
        _runner.Forget();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots) slot.Dispose();
    }

    private void Begin(EpisodeClock clock, long outerStep)
    {
        var (schedule, window) = (_setup.Options.Truncation, _setup.Options.Window);
        // Whole episodes of one estimate are equally long, so that particles of a chunk end together.
        if (_wholeEpisodes) clock.Begin(outerStep, Math.Max(1, (long)Math.Round(schedule.Length(_setup.Random.At("lengths").At((ulong)outerStep), outerStep) / window)));
        else clock.Begin(schedule, window, outerStep, stagger: true);
    }

    private int TaskOf(int pair) => _setup.Mixture.Assignment == TaskAssignment.Sampled ? 0 : _setup.Mixture.Dealt(pair, _pairs.Length);

    private int SlotSize(int first)
    {
        var most = _setup.Mixture.PairsPerChunk(TaskOf(first), _particlesPerPair);
        var count = 1;
        while (count < most && first + count < _pairs.Length && TaskOf(first + count) == TaskOf(first)) count++;
        return count;
    }

    private EstimateStatistics Statistics()
    {
        double loss = 0;
        long windows = 0;
        int diverged = 0, ended = 0;
        foreach (var pair in _pairs)
        {
            loss += (pair.Plus.MeanLoss + pair.Minus.MeanLoss) / (2 * _pairs.Length);
            windows += _wholeEpisodes ? pair.Clock.Windows : 1;
            diverged += (pair.Plus.Diverged ? 1 : 0) + (pair.Minus.Diverged ? 1 : 0);
            ended += pair.Clock.IsOver ? 1 : 0;
        }

        return new EstimateStatistics(loss, windows * _particlesPerPair * _setup.Options.Window, diverged, ended, 2 * _pairs.Length);
    }
}

/// <summary>What distinguishes strategies, besides their two hooks.</summary>
/// <param name="WholeEpisodes">One estimate is one complete unroll.</param>
/// <param name="Accumulates">The sum of perturbations is kept.</param>
/// <param name="Base">A third particle lives under theta itself.</param>
internal readonly record struct StrategyTraits(bool WholeEpisodes = false, bool Accumulates = false, bool Base = false);
