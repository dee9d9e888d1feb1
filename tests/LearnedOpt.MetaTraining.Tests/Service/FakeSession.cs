using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Tests.Service;

/// <summary>An outer loop of three numbers: fast, deterministic, and as bad as a test wants it.</summary>
internal sealed class FakeSession : ITrainingSession
{
    private readonly float[] _theta = [0.5f, -0.25f, 0.125f];

    /// <summary>Called before each step with its number; returns the norm of its meta-gradient.</summary>
    public Func<long, double> Norm { get; init; } = _ => 1;

    public Action<BinaryWriter>? BeforeSave { get; set; }

    /// <summary>Bytes added to the state.</summary>
    public int Padding { get; init; }

    public bool SpoilTheta { get; init; }

    public int Diverged { get; init; }

    public IUpdateRule Rule { get; } = UpdateRules.Create("adam");

    public long Steps { get; private set; }

    public int Particles => 4;

    public ReadOnlySpan<float> Theta => _theta;

    public ReadOnlySpan<float> Average => _theta;

    public IReadOnlyDictionary<string, string> Card { get; } = new Dictionary<string, string> { ["data"] = "none" };

    public OuterStep Step(double progress)
    {
        var norm = Norm(Steps);
        for (var i = 0; i < _theta.Length; i++) _theta[i] = (float)Math.Sin(1.7 * _theta[i] + progress + i);
        if (SpoilTheta) _theta[1] = float.NaN;
        Steps++;
        return new OuterStep(Steps, new EstimateStatistics(1.0 / Steps, 10, Diverged, 0), norm, 0.1);
    }

    public void Save(BinaryWriter writer)
    {
        BeforeSave?.Invoke(writer);
        writer.Write(Steps);
        foreach (var value in _theta) writer.Write(value);
        writer.Write(new byte[Padding]);
    }

    public void Load(BinaryReader reader)
    {
        Steps = reader.ReadInt64();
        for (var i = 0; i < _theta.Length; i++) _theta[i] = reader.ReadSingle();
        if (reader.ReadBytes(Padding).Length < Padding) throw new EndOfStreamException("the state ends early");
    }

    public void Dispose()
    {
    }
}
