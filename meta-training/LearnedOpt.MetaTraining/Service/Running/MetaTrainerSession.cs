using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.MetaTraining.OuterOptimizers;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>The outer loop that a configuration describes.</summary>
public sealed class MetaTrainerSession : ITrainingSession
{
    private readonly IGradientEstimator _estimator;
    private readonly MetaTrainer _trainer;

    /// <param name="configuration">What to train.</param>
    /// <param name="tasks">From <see cref="OpenTasks"/>; not disposed here.</param>
    /// <param name="pool">Threads; not disposed here.</param>
    /// <exception cref="ConfigurationException">Rule, settings or starting weights do not fit.</exception>
    public MetaTrainerSession(RunConfiguration configuration, IReadOnlyList<ITask> tasks, WorkerPool pool)
    {
        var random = new CounterRandom((ulong)configuration.Seed);
        Rule = CreateRule(configuration, tasks);
        Particles = 2 * configuration.Estimator.Pairs;
        var (estimator, horizon, objective, outer) = (configuration.Estimator, configuration.Horizon, configuration.Objective, configuration.Outer);
        var options = new EstimatorOptions
        {
            Pairs = estimator.Pairs,
            Window = estimator.Window,
            Sigma = estimator.Sigma,
            Truncation = new LogUniformLength(horizon.Shortest, horizon.Longest),
            Objective = new InnerObjective(objective.Shape, objective.Limit, objective.Offset),
        };
        ITask[] distinct = [.. tasks.Distinct()];
        var mixture = new TaskMixture(distinct, Shares: [.. distinct.Select(task => (double)tasks.Count(other => ReferenceEquals(other, task)))]);
        _estimator = Checked(configuration.Name, "estimator", () => GradientEstimators.Create(estimator.Name, new EstimatorSetup(mixture, Rule, options, random, pool)));
        _trainer = new MetaTrainer(InitialTheta(configuration, Rule, random.At("theta")), _estimator,
            new OuterSettings(new WarmupCosine(outer.LearningRate, outer.WarmupSteps, outer.FinalShare), outer.ClipNorm, outer.AverageDecay) { MostFailures = int.MaxValue });       // the run counts bad steps itself
        Card = new Dictionary<string, string>
        {
            ["trained_on"] = string.Join(", ", tasks.Select(task => task.Name)),
            ["data"] = string.Join("; ", tasks.Select(task => task.DataSource).Distinct()),
            ["horizon"] = $"{horizon.Shortest} to {horizon.Longest}",
            ["configuration"] = configuration.ToJson(),
        };
    }

    public IUpdateRule Rule { get; }

    public long Steps => _trainer.Steps;

    public int Particles { get; }

    public ReadOnlySpan<float> Theta => _trainer.Theta;

    public ReadOnlySpan<float> Average => _trainer.Average;

    public IReadOnlyDictionary<string, string> Card { get; }

    /// <summary>Loads the tasks of a configuration; those named twice are loaded once. The caller disposes them.</summary>
    /// <exception cref="ConfigurationException">A task's options are wrong.</exception>
    /// <exception cref="DataException">Data are missing or damaged.</exception>
    public static IReadOnlyList<ITask> OpenTasks(RunConfiguration configuration, DataFolder data)
    {
        var opened = new Dictionary<string, ITask>(StringComparer.Ordinal);
        try
        {
            foreach (var name in configuration.Tasks.Distinct())
                opened[name] = Checked(configuration.Name, "tasks", () => TaskRegistry.Create(name, data));
        }
        catch
        {
            foreach (var task in opened.Values) task.Dispose();
            throw;
        }

        return [.. configuration.Tasks.Select(name => opened[name])];
    }

    /// <summary>The rule of a configuration; rules that fit one architecture take that of the first task.</summary>
    /// <exception cref="ConfigurationException">Its settings are wrong.</exception>
    public static IUpdateRule CreateRule(RunConfiguration configuration, IReadOnlyList<ITask> tasks) => Checked(configuration.Name, "rule.settings",
        () => UpdateRules.Create(configuration.Rule.Name, configuration.Rule.Settings?.ToJsonString(), tasks[0].Space));

    public OuterStep Step(double progress) => _trainer.Step(progress);

    public void Save(BinaryWriter writer) => _trainer.Save(writer);

    public void Load(BinaryReader reader) => _trainer.Load(reader);

    public void Dispose() => _estimator.Dispose();

    private static float[] InitialTheta(RunConfiguration configuration, IUpdateRule rule, CounterRandom random)
    {
        if (configuration.Rule.Start is not { } path)
        {
            var theta = new float[rule.Theta.Count];
            rule.Initialize(theta, random);
            return theta;
        }

        var file = RuleFile.Read(path);
        return file.Rule.Name == rule.Name && file.Theta.Length == rule.Theta.Count
            ? file.Theta
            : throw new ConfigurationException(configuration.Name,
                [$"rule.start {path} holds {file.Rule.Name} with {file.Theta.Length:N0} meta-parameters; rule is {rule.Name} with {rule.Theta.Count:N0}; take another file, or change rule to match it"]);
    }

    private static T Checked<T>(string source, string key, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException fault)
        {
            throw new ConfigurationException(source, [$"{key}: {fault.Message.TrimEnd('.')}"]);
        }
    }
}
