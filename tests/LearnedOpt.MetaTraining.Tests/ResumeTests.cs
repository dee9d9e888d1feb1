using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.MetaTraining.OuterOptimizers;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Tests;

public sealed class ResumeTests
{
    [Fact]
    public void ResumedEqualsStraight()
    {
        using var task = new QuadraticTask([1, 0.3f], [1, -2], spread: 0.2, noise: 0.1);
        using var pool = new WorkerPool(2);
        var (first, firstEstimator) = Trainer(task, pool);
        for (var step = 0; step < 7; step++) first.Step(0);
        var saved = new MemoryStream();
        first.Save(new BinaryWriter(saved));
        var (second, secondEstimator) = Trainer(task, pool);
        second.Load(new BinaryReader(new MemoryStream(saved.ToArray())));
        for (var step = 0; step < 7; step++) Assert.Equal(first.Step(0.5), second.Step(0.5));
        Assert.Equal(first.Theta, second.Theta);
        Assert.Equal(first.Average, second.Average);
        firstEstimator.Dispose();
        secondEstimator.Dispose();
    }

    private static (MetaTrainer Trainer, IGradientEstimator Estimator) Trainer(QuadraticTask task, WorkerPool pool)
    {
        var random = new CounterRandom(5);
        var rule = new AdamRule(new AdamOptions { Rate = 0.03f });
        var options = new PairOptions(Pairs: 5, Window: 3, new HorizonSchedule(6, 15), new InnerObjective(ObjectiveShape.Linear, Limit: 10));
        var estimator = new NoiseReuseEs(new AntitheticPairs([task], rule, options, random.At("pairs"), pool), 0.01, random);
        return (new MetaTrainer(new float[rule.Theta.Count], estimator, new OuterSettings(new WarmupCosine(0.01, 3, 0.1), 1, 0.99)), estimator);
    }
}
