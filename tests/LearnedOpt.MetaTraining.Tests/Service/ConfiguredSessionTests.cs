using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Tests.Service;

/// <summary>Everything that a configuration can say about the outer loop: taken, written down, and resumed bit by bit.</summary>
public sealed class ConfiguredSessionTests
{
    public static TheoryData<string> Settings =>
    [
        .. GradientEstimators.Names.Select(name => $"estimator.name={name}"),
        .. TruncationSchedules.Names.Select(name => $"horizon.schedule={name} horizon.growthSteps=10"),
        "estimator.name=full-es objective.measure=final",
        "estimator.name=full-es objective.measure=minimum",
        "estimator.name=pes objective.measure=final objective.risePenalty=1 objective.divergencePenalty=2",
        "estimator.name=truncated-es objective.split=validation objective.shape=logarithm",
        "estimator.name=full-backprop objective.split=validation estimator.stops.gradients=true",
        "estimator.name=truncated-backprop estimator.stops.state=true estimator.stops.weights=true",
        .. UpdateRules.DifferentiableNames.Select(rule => $"estimator.name=truncated-backprop rule.name={rule}{(UpdateRules.Create(rule) is HandDesignedRule ? " rule.settings.Rate=0.1" : "")}"),
        "estimator.shaping.kind=sign estimator.shaping.scale=0.1 outer.optimizer=sgd outer.momentum=0.9",
        "estimator.shaping.kind=clip estimator.shaping.scale=0.5 outer.optimizer=adamw outer.weightDecay=0.1",
        "estimator.shaping.kind=ranks outer.beta1=0.5 outer.beta2=0.9 outer.epsilon=1e-6",
        "tasks=[\"quadratic/16\",\"quadratic/16-noisy?condition=10\"] mixing.assignment=sampled",
        "tasks=[\"quadratic/16\",\"quadratic/16\",\"quadratic/16-noisy?rescale=10\"] mixing.normalized=false",
        "selection.steps=3 selection.everySteps=2 selection.seeds=2 selection.tasks=quadratic/16-noisy",
    ];

    [Theory]
    [MemberData(nameof(Settings))]
    public void ReadsAsItselfAndResumesBitByBit(string settings)
    {
        var configuration = Configure(settings.Split(' '));
        Assert.Equal(configuration.ToJson(), RunConfiguration.Read("again.json", ConfigurationText.Parse("again.json", configuration.ToJson(), [])).ToJson());
        using var tasks = new TaskSet(configuration, DataFolder.Embedded);
        using var pool = new WorkerPool(2);
        using var straight = new MetaTrainerSession(configuration, tasks, pool);
        for (var step = 0; step < 5; step++) straight.Step(0.1);
        using var resumed = new MetaTrainerSession(configuration, tasks, pool);
        resumed.Load(new BinaryReader(new MemoryStream(Save(straight))));
        for (var step = 0; step < 5; step++) Assert.Equal(straight.Step(0.6), resumed.Step(0.6));
        Assert.Equal(straight.Theta.ToArray(), resumed.Theta.ToArray());
        Assert.Equal(straight.Selected.ToArray(), resumed.Selected.ToArray());
        Assert.Equal(Save(straight), Save(resumed));
        Assert.Contains(straight.Theta.ToArray(), value => value != 0);
    }

    [Fact]
    public void TheSelectedThetaIsThatOfTheBestJudgement()
    {
        var configuration = Configure("selection.steps=5", "selection.everySteps=3", "selection.seeds=1");
        using var tasks = new TaskSet(configuration, DataFolder.Embedded);
        using var pool = new WorkerPool(1);
        using var session = new MetaTrainerSession(configuration, tasks, pool);
        session.Step(0);
        session.Step(0);
        Assert.True(session.Selected.IsEmpty);
        session.Step(0);
        Assert.Equal(session.Average.ToArray(), session.Selected.ToArray());
    }

    [Fact]
    public void AStateFromBeforeASelectionIsTakenAndOneOfAnotherSelectionStartsAnew()
    {
        var (without, with, other) = (Configure(), Configure("selection.steps=5", "selection.everySteps=1"), Configure("selection.steps=6", "selection.everySteps=100"));
        using var tasks = new TaskSet(with, DataFolder.Embedded);
        using var pool = new WorkerPool(1);
        using var first = new MetaTrainerSession(without, new TaskSet(without, DataFolder.Embedded), pool);
        first.Step(0);
        using var second = new MetaTrainerSession(with, tasks, pool);
        second.Load(new BinaryReader(new MemoryStream(Save(first))));
        second.Step(0);
        Assert.False(second.Selected.IsEmpty);
        using var third = new MetaTrainerSession(other, tasks, pool);
        third.Load(new BinaryReader(new MemoryStream(Save(second))));
        Assert.True(third.Selected.IsEmpty);
        Assert.Equal(second.Theta.ToArray(), third.Theta.ToArray());
    }

    [Fact]
    public void AFamilyStandsForItsDrawsAndCountsAsOneEntry()
    {
        var configuration = Configure("tasks=[\"family/mlp?draws=3&gradientNoise=0.1\",\"quadratic/16\"]", "mixing.assignment=sampled", "rule.name=unf-adam");
        using var tasks = new TaskSet(configuration, DataFolder.Embedded);
        using var again = new TaskSet(configuration, DataFolder.Embedded);
        using var otherSeed = new TaskSet(Configure("tasks=family/mlp?draws=3&seed=1", "mixing.assignment=sampled"), DataFolder.Embedded);
        Assert.Equal([1 / 3.0, 1 / 3.0, 1 / 3.0, 1], tasks.Shares);
        Assert.All(tasks.Tasks.Take(3), task => Assert.EndsWith("&gradientNoise=0.1", task.Name, StringComparison.Ordinal));
        Assert.Equal(tasks.Tasks.Select(task => task.Name), again.Tasks.Select(task => task.Name));
        Assert.Equal(4, tasks.Tasks.Select(task => task.Name).Distinct().Count());
        Assert.Empty(otherSeed.Tasks.Select(task => task.Name + "&gradientNoise=0.1").Intersect(tasks.Tasks.Select(task => task.Name)));
        using var pool = new WorkerPool(1);
        using var session = new MetaTrainerSession(configuration, tasks, pool);
        Assert.True(double.IsFinite(session.Step(0).Estimate.MeanLoss));
    }

    private static RunConfiguration Configure(params string[] overrides) => RunConfiguration.Read("test.json", ConfigurationText.Parse("test.json", """
        {"tasks": "quadratic/16", "rule": {"name": "adam"}, "estimator": {"pairs": 4, "window": 2}, "horizon": {"shortest": 4, "longest": 10},
         "outer": {"learningRate": 0.01, "warmupSteps": 0}, "limit": {"steps": 10}}
        """, overrides));

    private static byte[] Save(MetaTrainerSession session)
    {
        var saved = new MemoryStream();
        session.Save(new BinaryWriter(saved));
        return saved.ToArray();
    }
}
