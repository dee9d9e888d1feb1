using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.MetaTraining.OuterOptimizers;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Tests.Estimators;

/// <summary>Theta depends on the plan alone: not on threads, interruptions, or where slots run.</summary>
public sealed class ResumeTests
{
    public static TheoryData<string> Names => Bench.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void ResumedEqualsStraight(string name) => RequireResumable(name, Plan(name, []));

    [Theory]
    [InlineData(ObjectiveMeasure.Final, TaskAssignment.Sampled, "adamw", ShapingKind.Ranks)]
    [InlineData(ObjectiveMeasure.Minimum, TaskAssignment.Dealt, "sgd", ShapingKind.Clip)]
    public void OptionsWithStateResumeToo(ObjectiveMeasure measure, TaskAssignment assignment, string optimizer, ShapingKind shaping)
    {
        using var other = new QuadraticTask([0.5f, 0.2f, 2], [2, 1, 0], spread: 0.5, noise: 1, uninformed: 3);
        foreach (var name in new[] { "nres", "pes", "truncated-es" })
        {
            var plan = Plan(name, [other]);
            plan = plan with
            {
                Mixture = plan.Mixture with { Assignment = assignment },
                Options = plan.Options with
                {
                    Truncation = new GrowingLength(4, 16, 10),
                    Shaping = new DifferenceShaping(shaping),
                    Objective = plan.Options.Objective with { Measure = measure, Split = DataSplit.Validation, RisePenalty = 1 },
                },
                Outer = plan.Outer with { Optimizer = optimizer, Options = new OuterOptimizerOptions { Momentum = 0.5 } },
            };
            RequireResumable(name, plan);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ThreadsDoNotMatter(string name)
    {
        var thetas = new[] { 1, 2, 3 }.Select(threads => Run(Plan(name, []), threads, runner: null)).ToArray();
        Assert.NotEqual(new float[thetas[0].Length], thetas[0]);
        Assert.Equal(thetas[0], thetas[1]);
        Assert.Equal(thetas[0], thetas[2]);
    }

    [Theory]
    [InlineData("nres")]
    [InlineData("pes")]
    [InlineData("truncated-es")]
    [InlineData("full-es")]
    public void WhereSlotsRunDoesNotMatter(string name)
    {
        var plan = Plan(name, []);
        using var pool = new WorkerPool(1);
        using var elsewhere = plan.CreateEstimator(pool);
        Assert.Equal(Run(plan, 1, runner: null), Run(plan, 1, new RunElsewhere((ISlots)elsewhere)));
    }

    [Fact]
    public void StateOfAnotherConfigurationIsRefused()
    {
        using var pool = new WorkerPool(1);
        var plan = Plan("nres", []);
        using var estimator = plan.CreateEstimator(pool);
        var saved = Save(plan.CreateTrainer(estimator));
        foreach (var (changed, text) in new[]
        {
            (plan with { Estimator = "pes" }, "the estimator must be 'pes', as this run's configuration says; received 'nres'"),
            (plan with { Options = plan.Options with { Pairs = 4 } }, "the number of pairs must be 4, as this run's configuration says; received 5"),
            (plan with { Outer = plan.Outer with { Optimizer = "sgd" } }, "the outer optimizer must be 'sgd'"),
        })
        {
            using var other = changed.CreateEstimator(pool);
            var fault = Assert.Throws<InvalidDataException>(() => changed.CreateTrainer(other).Load(new BinaryReader(new MemoryStream(saved))));
            Assert.Contains(text, fault.Message);
        }
    }

    private static void RequireResumable(string name, MetaTrainingPlan plan)
    {
        using var pool = new WorkerPool(2);
        using var straight = plan.CreateEstimator(pool);
        var first = plan.CreateTrainer(straight);
        for (var step = 0; step < 7; step++) first.Step(0);
        using var resumed = plan.CreateEstimator(pool);
        var second = plan.CreateTrainer(resumed);
        second.Load(new BinaryReader(new MemoryStream(Save(first))));
        for (var step = 0; step < 7; step++) Assert.Equal(first.Step(0.5), second.Step(0.5));
        Assert.Equal(first.Theta, second.Theta);
        Assert.Equal(first.Average, second.Average);
        Assert.Equal(Save(first), Save(second));
        Assert.Equal(name, straight.Name);
    }

    private static float[] Run(MetaTrainingPlan plan, int threads, ISlotRunner? runner)
    {
        using var pool = new WorkerPool(threads);
        using var estimator = plan.CreateEstimator(pool, runner);
        var trainer = plan.CreateTrainer(estimator);
        for (var step = 0; step < 8; step++) trainer.Step(0);
        return trainer.Theta;
    }

    private static byte[] Save(MetaTrainer trainer)
    {
        var saved = new MemoryStream();
        trainer.Save(new BinaryWriter(saved));
        return saved.ToArray();
    }

    private static MetaTrainingPlan Plan(string estimator, ITask[] others) => new()
    {
        Mixture = new TaskMixture([new QuadraticTask([1, 0.3f], [1, -2], spread: 0.2, noise: 0.1), .. others]),
        Rule = new AdamRule(new AdamOptions { Rate = 0.03f }),
        Estimator = estimator,
        Options = new EstimatorOptions
        {
            Pairs = 5, Window = 3, Truncation = new LogUniformLength(6, 15), Objective = new InnerObjective(ObjectiveShape.Linear, Limit: 10),
        },
        Outer = new OuterSettings(new WarmupCosine(0.01, 3, 0.1), 1, 0.99),
        Seed = 5,
    };

    /// <summary>As a worker process would: state goes there, is run there, and comes back.</summary>
    private sealed class RunElsewhere(ISlots elsewhere) : ISlotRunner
    {
        public void Run(ISlots slots, float[] theta, long outerStep)
        {
            for (var slot = slots.SlotCount - 1; slot >= 0; slot--)
            {
                Copy(slots, elsewhere, slot);
                elsewhere.RunSlot(slot, theta, outerStep);
                Copy(elsewhere, slots, slot);
            }
        }

        private static void Copy(ISlots from, ISlots to, int slot)
        {
            var state = new MemoryStream();
            from.SaveSlot(slot, new BinaryWriter(state));
            to.LoadSlot(slot, new BinaryReader(new MemoryStream(state.ToArray())));
        }
    }
}
