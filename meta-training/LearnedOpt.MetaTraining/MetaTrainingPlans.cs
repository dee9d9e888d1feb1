using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.MetaTraining.OuterOptimizers;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;

namespace LearnedOpt.MetaTraining;

/// <summary>Plans that are known to work.</summary>
public static class MetaTrainingPlans
{
    // Longer than the 2,000 steps of the comparison: theta must have seen what comes after, or losses rise there.
    private const int DemoHorizon = 3000;

    /// <summary>Minutes on a laptop, for small models.</summary>
    public static MetaTrainingPlan ForDemo(string rule, ITask task, TimeSpan limit, ulong seed) => new()
    {
        Mixture = new TaskMixture([task]),
        Rule = UpdateRules.Create(rule, $$"""{"TimeLimit": {{DemoHorizon}}, "WidthPower": 1}"""),
        Estimator = "nres",
        Options = new EstimatorOptions
        {
            Pairs = 16,
            Window = 20,
            Truncation = new LogUniformLength(200, DemoHorizon),
            Objective = new InnerObjective(ObjectiveShape.Linear, Limit: 4),
            Sigma = 0.01,
            Shaping = new DifferenceShaping(ShapingKind.Sign, Scale: 0.1),
        },
        Outer = new OuterSettings(new WarmupCosine(Peak(limit), WarmupSteps: 50, FinalShare: 0.1), ClipNorm: 1, AverageDecay: 0.99),
        Seed = seed,
        TimeLimit = limit,
        SelectionSteps = 2000,
    };

    // The noise of the estimates makes theta wander by rate x sqrt(steps): a minute bears 1e-3, longer runs less.
    private static double Peak(TimeSpan limit) => 1e-3 * Math.Min(1, Math.Sqrt(TimeSpan.FromMinutes(1) / limit));
}
