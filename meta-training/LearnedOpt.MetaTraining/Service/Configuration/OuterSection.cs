using LearnedOpt.MetaTraining.OuterOptimizers;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>The optimizer of theta.</summary>
/// <param name="Optimizer">One of <see cref="ThetaOptimizers.Names"/>.</param>
/// <param name="LearningRate">At its peak.</param>
/// <param name="WarmupSteps">Outer steps until the peak.</param>
/// <param name="FinalShare">Last learning rate over the peak.</param>
/// <param name="ClipNorm">Greatest norm of the meta-gradient; 1e9 for none.</param>
/// <param name="AverageDecay">Of the running average of theta.</param>
/// <param name="Momentum">Of SGD.</param>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="Epsilon">Added to the root of the second moment.</param>
/// <param name="WeightDecay">Decoupled, of AdamW.</param>
public sealed record OuterSection(
    string Optimizer, double LearningRate, long WarmupSteps, double FinalShare, double ClipNorm, double AverageDecay,
    double Momentum, double Beta1, double Beta2, double Epsilon, double WeightDecay)
{
    internal static OuterSection Read(ConfigurationSection section) => new(
        section.Choice("optimizer", "adam", [.. ThetaOptimizers.Names]),
        section.Number("learningRate", 3e-3, 1e-9, 10),
        section.Count("warmupSteps", 50, 0, 1_000_000),
        section.Number("finalShare", 0.1, 0, 1),
        section.Number("clipNorm", 1, 1e-9, 1e9),
        section.Number("averageDecay", 0.99, 0, 0.999999),
        section.Number("momentum", 0, 0, 0.999999),
        section.Number("beta1", 0.9, 0, 0.999999),
        section.Number("beta2", 0.999, 0, 0.99999999),
        section.Number("epsilon", 1e-8, 1e-30, 1),
        section.Number("weightDecay", 0.01, 0, 1e3));

    /// <summary>For a run that counts its bad steps itself.</summary>
    internal OuterSettings Create() => new(new WarmupCosine(LearningRate, WarmupSteps, FinalShare), ClipNorm, AverageDecay)
    {
        Optimizer = Optimizer,
        Options = new OuterOptimizerOptions { Momentum = Momentum, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = WeightDecay },
        MostFailures = int.MaxValue,
    };
}
