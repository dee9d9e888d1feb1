using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.OuterOptimizers;

namespace LearnedOpt.MetaTraining;

/// <summary>The outer loop: estimate the meta-gradient, move theta, keep its running average.</summary>
public sealed class MetaTrainer
{
    private const int StateVersion = 1;

    private readonly IGradientEstimator _estimator;
    private readonly OuterSettings _settings;
    private readonly OuterAdam _optimizer;
    private readonly float[] _gradient;

    /// <param name="theta">Initial meta-parameters; copied.</param>
    /// <param name="estimator">Not disposed here.</param>
    /// <param name="settings">Of the outer optimizer.</param>
    public MetaTrainer(ReadOnlySpan<float> theta, IGradientEstimator estimator, OuterSettings settings)
    {
        (_estimator, _settings) = (estimator, settings);
        Theta = theta.ToArray();
        Average = theta.ToArray();
        _gradient = new float[theta.Length];
        _optimizer = new OuterAdam(theta.Length);
    }

    /// <summary>Meta-parameters after the last outer step.</summary>
    public float[] Theta { get; }

    /// <summary>Running average of theta, which evaluates better than the last theta: sampling noise averages out.</summary>
    public float[] Average { get; }

    /// <summary>Outer steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>
    /// Writes everything that later steps depend on: theta, its average, the outer optimizer and the estimator with its
    /// particles. 2N steps equal N steps, a save, a load in another process and N steps, byte for byte.
    /// </summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(StateVersion);
        writer.Write(Steps);
        writer.WriteArray<float>(Theta);
        writer.WriteArray<float>(Average);
        _optimizer.Save(writer);
        _estimator.Save(writer);
    }

    /// <summary>Continues from what <see cref="Save"/> wrote, in a trainer made with the same arguments.</summary>
    /// <exception cref="InvalidDataException">It was saved under another configuration or version. Discard the trainer then.</exception>
    /// <exception cref="EndOfStreamException">The stream ends early.</exception>
    public void Load(BinaryReader reader)
    {
        reader.Require(StateVersion, "the version");
        Steps = reader.ReadInt64();
        reader.ReadArray<float>(Theta, "the number of meta-parameters");
        reader.ReadArray<float>(Average, "the number of meta-parameters");
        _optimizer.Load(reader);
        _estimator.Load(reader);
    }

    /// <summary>One outer step.</summary>
    /// <param name="progress">Share of the run that is done, 0 to 1, for the learning rate.</param>
    public OuterStep Step(double progress)
    {
        var statistics = _estimator.Estimate(Theta, Steps, _gradient);
        var rate = _settings.LearningRate.At(Steps, progress);
        var norm = _optimizer.Update(Theta, _gradient, rate, _settings.ClipNorm);
        Steps++;
        // A young average follows quickly, an old one over the last 1 / (1 - decay) steps.
        var keep = Math.Min(_settings.AverageDecay, (Steps - 1.0) / (Steps + 9));
        for (var i = 0; i < Theta.Length; i++) Average[i] += (float)(1 - keep) * (Theta[i] - Average[i]);
        return new OuterStep(Steps, statistics, norm, rate);
    }
}

/// <param name="LearningRate">Schedule of the outer learning rate.</param>
/// <param name="ClipNorm">Greatest norm of the meta-gradient.</param>
/// <param name="AverageDecay">Of the running average of theta, 0 to 1.</param>
public sealed record OuterSettings(WarmupCosine LearningRate, double ClipNorm, double AverageDecay);

/// <summary>What one outer step saw and did.</summary>
public readonly record struct OuterStep(long Step, EstimateStatistics Estimate, double GradientNorm, double LearningRate);
