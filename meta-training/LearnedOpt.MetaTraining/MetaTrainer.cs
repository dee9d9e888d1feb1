using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.OuterOptimizers;

namespace LearnedOpt.MetaTraining;

/// <summary>The outer loop: estimate the meta-gradient, move theta, keep its running average.</summary>
public sealed class MetaTrainer
{
    private const int StateVersion = 2;

    private readonly IGradientEstimator _estimator;
    private readonly OuterSettings _settings;
    private readonly IOuterOptimizer _optimizer;
    private readonly float[] _gradient;

    /// <param name="theta">Initial meta-parameters; copied.</param>
    /// <param name="estimator">Not disposed here.</param>
    /// <param name="settings">Of the outer optimizer.</param>
    /// <exception cref="ArgumentException">Names all settings that are not usable.</exception>
    public MetaTrainer(ReadOnlySpan<float> theta, IGradientEstimator estimator, OuterSettings settings)
    {
        settings.Validate();
        (_estimator, _settings) = (estimator, settings);
        Theta = theta.ToArray();
        Average = theta.ToArray();
        _gradient = new float[theta.Length];
        _optimizer = ThetaOptimizers.Create(settings.Optimizer, theta.Length, settings.Options);
    }

    /// <summary>Meta-parameters after the last outer step.</summary>
    public float[] Theta { get; }

    /// <summary>Running average of theta, which evaluates better than the last theta: sampling noise averages out.</summary>
    public float[] Average { get; }

    /// <summary>Outer steps done, failed ones included.</summary>
    public long Steps { get; private set; }

    /// <summary>Outer steps that left theta alone, for want of a finite meta-gradient or of a particle that had not diverged.</summary>
    public long Failures { get; private set; }

    /// <summary>Failed steps since the last good one.</summary>
    public int FailuresInARow { get; private set; }

    /// <summary>
    /// Writes everything that later steps depend on: theta, its average, the outer optimizer and the estimator with its
    /// particles. 2N steps equal N steps, a save, a load in another process and N steps, byte for byte.
    /// </summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(StateVersion);
        writer.Write(Steps);
        writer.Write(Failures);
        writer.Write(FailuresInARow);
        writer.WriteArray<float>(Theta);
        writer.WriteArray<float>(Average);
        writer.Write(_settings.Optimizer);
        _optimizer.Save(writer);
        _estimator.Save(writer);
    }

    /// <summary>Continues from what <see cref="Save"/> wrote, in a trainer made with the same arguments.</summary>
    /// <exception cref="InvalidDataException">It was saved under another configuration or version. Discard the trainer then.</exception>
    /// <exception cref="EndOfStreamException">The stream ends early.</exception>
    public void Load(BinaryReader reader)
    {
        reader.Require(StateVersion, "the version");
        (Steps, Failures, FailuresInARow) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32());
        reader.ReadArray<float>(Theta, "the number of meta-parameters");
        reader.ReadArray<float>(Average, "the number of meta-parameters");
        reader.RequireName(_settings.Optimizer, "the outer optimizer");
        _optimizer.Load(reader);
        _estimator.Load(reader);
    }

    /// <summary>One outer step. A failed one counts, but leaves theta, its average and the optimizer's moments alone.</summary>
    /// <param name="progress">Share of the run that is done, 0 to 1, for the learning rate.</param>
    /// <exception cref="MetaTrainingDivergedException">More steps in a row have failed than the settings allow.</exception>
    public OuterStep Step(double progress)
    {
        var statistics = _estimator.Estimate(Theta, Steps, _gradient);
        var rate = _settings.LearningRate.At(Steps, progress);
        var norm = Norm(_gradient);
        Steps++;
        if (statistics.AllDiverged || !double.IsFinite(norm)) return Fail(statistics, norm, rate);
        FailuresInARow = 0;
        _optimizer.Update(Theta, _gradient, norm > _settings.ClipNorm ? _settings.ClipNorm / norm : 1, rate);
        // A young average follows quickly, an old one over the last 1 / (1 - decay) steps.
        var keep = Math.Min(_settings.AverageDecay, (Steps - 1.0) / (Steps + 9));
        for (var i = 0; i < Theta.Length; i++) Average[i] += (float)(1 - keep) * (Theta[i] - Average[i]);
        return new OuterStep(Steps, statistics, norm, rate, Failed: false);
    }

    private OuterStep Fail(EstimateStatistics statistics, double norm, double rate)
    {
        Failures++;
        if (++FailuresInARow < _settings.MostFailures) return new OuterStep(Steps, statistics, norm, rate, Failed: true);
        var reason = statistics.AllDiverged
            ? $"all {statistics.Particles} particles had diverged (losses not finite or above the objective's limit)"
            : "the meta-gradient was not finite";
        throw new MetaTrainingDivergedException(
            $"meta-training stopped at outer step {Steps}: in the last {FailuresInARow} steps {reason}. " +
            "Go on from an earlier checkpoint with a smaller outer learning rate or sigma, or check the task's losses against the limit.");
    }

    private static double Norm(ReadOnlySpan<float> gradient)
    {
        double squares = 0;
        foreach (var g in gradient) squares += (double)g * g;
        return Math.Sqrt(squares);
    }
}

/// <summary>What one outer step saw and did.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="Estimate">What the estimator saw.</param>
/// <param name="GradientNorm">Norm of the meta-gradient before clipping.</param>
/// <param name="LearningRate">Of this step.</param>
/// <param name="Failed">Theta was left alone.</param>
public readonly record struct OuterStep(long Step, EstimateStatistics Estimate, double GradientNorm, double LearningRate, bool Failed = false);
