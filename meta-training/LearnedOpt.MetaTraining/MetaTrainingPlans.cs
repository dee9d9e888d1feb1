using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.MetaTraining.OuterOptimizers;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;

namespace LearnedOpt.MetaTraining;

/// <summary>Plans that are known to work.</summary>
public static class MetaTrainingPlans
{
    /// <summary>Minutes on a laptop, for small models.</summary>
    public static MetaTrainingPlan ForDemo(string rule, ITask task, TimeSpan limit, ulong seed) => new()
    {
        Tasks = [task],
        Rule = UpdateRules.Create(rule),
        Pairs = new PairOptions(Pairs: 16, Window: 20, new HorizonSchedule(200, 2000), new InnerObjective(ObjectiveShape.Linear, Limit: 4)),
        Sigma = 0.01,
        Outer = new OuterSettings(new WarmupCosine(Peak: 3e-3, WarmupSteps: 50, FinalShare: 0.1), ClipNorm: 1, AverageDecay: 0.99),
        Seed = seed,
        TimeLimit = limit,
    };
}
