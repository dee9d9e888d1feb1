using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>
/// A few pairs of one task that advance together: a chunk of particles, ordered (+, -) or (+, -, base) pair by pair. One
/// thread at a time. With sampled tasks the slot keeps a chunk for each task that it has met.
/// </summary>
internal sealed class PairSlot : IDisposable
{
    private readonly EstimatorSetup _setup;
    private readonly int _particlesPerPair;
    private readonly ParticleChunk?[] _chunks;
    private readonly float[] _losses, _rates, _perturbed;
    private int _task;
    private long _windows;

    /// <param name="setup">Of the estimator.</param>
    /// <param name="pairs">The slot's pairs.</param>
    /// <param name="particlesPerPair">2, or 3 with a base particle.</param>
    /// <param name="task">Number of the first task.</param>
    public PairSlot(EstimatorSetup setup, Pair[] pairs, int particlesPerPair, int task)
    {
        (_setup, Pairs, _particlesPerPair, _task) = (setup, pairs, particlesPerPair, task);
        _chunks = new ParticleChunk?[setup.Mixture.Tasks.Count];
        _losses = new float[pairs.Length * particlesPerPair];
        _rates = new float[_losses.Length];
        Array.Fill(_rates, 1);
        _perturbed = new float[setup.Rule.Theta.Count];
        _ = Chunk;
    }

    public IReadOnlyList<Pair> Pairs { get; }

    /// <summary>Windows run so far; from any thread.</summary>
    public long Progress => Volatile.Read(ref _windows);

    /// <summary>Whether pairs begin and end their episodes together.</summary>
    private bool Together => _setup.Mixture.Assignment == TaskAssignment.Sampled;

    private ITask Task => _setup.Mixture.Tasks[_task];

    private ParticleChunk Chunk => _chunks[_task] ??= new ParticleChunk(Task, Enumerable.Repeat(_setup.Rule, _losses.Length).ToArray());

    /// <summary>Begins new episodes where the last ones are over.</summary>
    /// <param name="next">Moves a pair's clock to the next episode.</param>
    public void BeginEpisodes(Action<EpisodeClock> next)
    {
        for (var i = 0; i < Pairs.Count; i++)
        {
            var pair = Pairs[i];
            if (!pair.Clock.IsOver) continue;
            next(pair.Clock);
            if (Together) _task = _setup.Mixture.At(pair.Clock.GroupStream.UniformDouble(16));
            pair.Task = _task;
            pair.Plus.BeginEpisode();
            pair.Minus.BeginEpisode();
            pair.Base.BeginEpisode();
            var stream = pair.Clock.Stream;
            for (var k = 0; k < _particlesPerPair; k++) Chunk.Reset(i * _particlesPerPair + k, stream.At("initialization"), stream.At("data"));
        }
    }

    /// <summary>Puts the particles of a pair under theta + sigma noise, theta - sigma noise and theta.</summary>
    public void Bind(int pair, ReadOnlySpan<float> theta)
    {
        var noise = Pairs[pair].Noise;
        for (var sign = 0; sign < 2; sign++)
        {
            var step = (float)(sign == 0 ? _setup.Options.Sigma : -_setup.Options.Sigma);
            for (var i = 0; i < _perturbed.Length; i++) _perturbed[i] = theta[i] + step * noise[i];
            Chunk.Bind(pair * _particlesPerPair + sign, _perturbed);
        }

        if (_particlesPerPair > 2) Chunk.Bind(pair * _particlesPerPair + 2, theta);
    }

    /// <summary>Both signs continue the run of the base particle.</summary>
    public void ContinueFromBase(int pair)
    {
        var source = pair * _particlesPerPair + 2;
        for (var target = source - 2; target < source; target++)
        {
            for (var p = 0; p < Task.Parameters.Count; p++) Chunk.Values(p, source).CopyTo(Chunk.Values(p, target));
            Chunk.StepperOf(source).State.CopyTo(Chunk.StepperOf(target).State);
            Resume(target, Pairs[pair].Clock);
        }

        Pairs[pair].Plus.ContinueFrom(Pairs[pair].Base);
        Pairs[pair].Minus.ContinueFrom(Pairs[pair].Base);
    }

    /// <summary>Runs windows of all pairs at once.</summary>
    /// <param name="windows">How many.</param>
    public void Run(long windows)
    {
        foreach (var pair in Pairs)
            for (var k = 0; k < _particlesPerPair; k++) Particle(pair, k).BeginEstimate();
        var start = InnerClock.Start();
        for (var window = 0L; window < windows; window++) RunWindow();
        InnerClock.Stop(start);
        foreach (var pair in Pairs) pair.Clock.Advance(windows);
        // A pair that has lost both particles has nothing more to say; pairs that keep together wait for one another.
        var lost = Pairs.Count(IsLost);
        foreach (var pair in Pairs)
            if (Together ? lost == Pairs.Count : IsLost(pair)) pair.Clock.End();
    }

    private void RunWindow()
    {
        Volatile.Write(ref _windows, _windows + 1);
        for (var step = 0; step < _setup.Options.Window; step++)
        {
            Chunk.Step(_rates, _losses);
            for (var i = 0; i < _losses.Length; i++) Particle(Pairs[i / _particlesPerPair], i % _particlesPerPair).AddStep(_losses[i], Task.UninformedLoss);
        }

        var validates = _setup.Options.Objective.Split == DataSplit.Validation;
        if (validates) Chunk.Evaluate(DataSplit.Validation, _losses);
        for (var i = 0; i < _losses.Length; i++)
        {
            var pair = Pairs[i / _particlesPerPair];
            Particle(pair, i % _particlesPerPair).EndWindow(validates ? _losses[i] : null, Task.UninformedLoss, pair.Clock.Windows);
        }
    }

    private bool IsLost(Pair pair) => pair.Plus.Diverged && pair.Minus.Diverged && (_particlesPerPair < 3 || pair.Base.Diverged);

    private static ParticleObjective Particle(Pair pair, int particle) => particle switch { 0 => pair.Plus, 1 => pair.Minus, _ => pair.Base };

    private void Resume(int particle, EpisodeClock clock) =>
        Chunk.Continue(particle, new ParticleState(clock.Stream.At("initialization"), clock.Stream.At("data"), clock.Window * _setup.Options.Window));

    public void SaveOutcome(BinaryWriter writer)
    {
        writer.Write(Pairs.Count);
        foreach (var pair in Pairs) pair.Save(writer, whole: false);
    }

    public void LoadOutcome(BinaryReader reader)
    {
        reader.Require(Pairs.Count, "the number of pairs in a slot");
        foreach (var pair in Pairs)
        {
            pair.Load(reader, whole: false);
            if (pair.Task < 0 || pair.Task >= _chunks.Length) throw new InvalidDataException($"a pair's task must be one of {_chunks.Length}; received number {pair.Task}");
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Pairs.Count);
        writer.Write(_task);
        foreach (var pair in Pairs) pair.Save(writer);
        for (var particle = 0; particle < _losses.Length; particle++)
        {
            for (var p = 0; p < Task.Parameters.Count; p++) writer.WriteArray<float>(Chunk.Values(p, particle));
            writer.WriteArray<float>(Chunk.StepperOf(particle).State.Span);
        }
    }

    public void Load(BinaryReader reader)
    {
        reader.Require(Pairs.Count, "the number of pairs in a slot");
        _task = reader.ReadInt32();
        if (_task < 0 || _task >= _chunks.Length)
            throw new InvalidDataException($"saved state: a slot's task must be one of {_chunks.Length}; received number {_task}. Resume with the configuration that saved it.");
        foreach (var pair in Pairs) pair.Load(reader);
        for (var particle = 0; particle < _losses.Length; particle++)
        {
            for (var p = 0; p < Task.Parameters.Count; p++)
                reader.ReadArray(Chunk.Values(p, particle), $"the size of '{Task.Parameters[p].Name}' of task {Task.Name}");
            reader.ReadArray(Chunk.StepperOf(particle).State.Span, "the size of the optimizer state");
            var clock = Pairs[particle / _particlesPerPair].Clock;
            if (clock.Number >= 0) Resume(particle, clock);
        }
    }

    public void Dispose()
    {
        foreach (var chunk in _chunks) chunk?.Dispose();
    }
}
