using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.Numerics;

namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>One antithetic pair: its episode, its perturbation, and what its particles showed.</summary>
internal sealed class Pair
{
    private readonly CounterRandom _noiseStream;
    private readonly float[] _noise;
    private readonly float[]? _accumulated;
    private (long Episode, long Draw) _wanted = (-1, -1), _drawn = (-1, -1);

    /// <param name="index">Number of the pair.</param>
    /// <param name="group">First pair of those that share lengths.</param>
    /// <param name="setup">Of the estimator.</param>
    /// <param name="accumulates">Whether the sum of perturbations is kept.</param>
    public Pair(int index, int group, EstimatorSetup setup, bool accumulates)
    {
        Index = index;
        Clock = new EpisodeClock(setup.Random.At("pairs"), index, group);
        _noiseStream = setup.Random.Fork(0x4E, (ulong)index);
        _noise = new float[setup.Rule.Theta.Count];
        _accumulated = accumulates ? new float[_noise.Length] : null;
        (Plus, Minus, Base) = (new(setup.Options.Objective), new(setup.Options.Objective), new(setup.Options.Objective));
    }

    public int Index { get; }

    public EpisodeClock Clock { get; }

    /// <summary>What the particles under theta + noise, theta - noise and, if there is one, theta itself showed.</summary>
    public ParticleObjective Plus { get; }

    /// <inheritdoc cref="Plus"/>
    public ParticleObjective Minus { get; }

    /// <inheritdoc cref="Plus"/>
    public ParticleObjective Base { get; }

    /// <summary>Task of the last estimate.</summary>
    public int Task { get; set; }

    public PairOutcome Outcome => new(Task, Plus.Value, Minus.Value, Plus.Diverged, Minus.Diverged);

    /// <summary>Draws the perturbation number <paramref name="draw"/> of the episode; of the same number, the same one.</summary>
    public void Draw(long draw) => _wanted = (Clock.Number, draw);

    /// <summary>The perturbation over sigma: epsilon / sigma ~ N(0, I).</summary>
    public ReadOnlySpan<float> Noise
    {
        get
        {
            if (_wanted != _drawn) _noiseStream.Fork((ulong)_wanted.Episode, (ulong)_wanted.Draw).Fill(_noise);
            _drawn = _wanted;
            return _noise;
        }
    }

    /// <summary>Sum of the episode's perturbations over sigma: xi / sigma.</summary>
    public Span<float> Accumulated => _accumulated;

    /// <summary>Number of the perturbation in use.</summary>
    public long CurrentDraw => _wanted.Draw;

    /// <param name="writer">Where to.</param>
    /// <param name="whole">False leaves out the sum of perturbations, which follows from their numbers.</param>
    public void Save(BinaryWriter writer, bool whole = true)
    {
        Clock.Save(writer);
        writer.Write(Task);
        writer.Write(_wanted.Episode);
        writer.Write(_wanted.Draw);
        if (whole && _accumulated is not null) writer.WriteArray<float>(_accumulated);
        Plus.Save(writer);
        Minus.Save(writer);
        Base.Save(writer);
    }

    public void Load(BinaryReader reader, bool whole = true)
    {
        Clock.Load(reader);
        Task = reader.ReadInt32();
        _wanted = (reader.ReadInt64(), reader.ReadInt64());
        if (whole && _accumulated is not null) reader.ReadArray<float>(_accumulated, "the number of meta-parameters");
        Plus.Load(reader);
        Minus.Load(reader);
        Base.Load(reader);
    }
}
