using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>The outer loop that a configuration describes.</summary>
public sealed class MetaTrainerSession : ITrainingSession
{
    private readonly RunConfiguration _configuration;
    private readonly IGradientEstimator _estimator;
    private readonly MetaTrainer _trainer;
    private readonly SessionSelection? _selection;

    /// <param name="configuration">What to train.</param>
    /// <param name="tasks">Of the configuration; not disposed here.</param>
    /// <param name="pool">Threads; not disposed here.</param>
    /// <param name="runner">Where slots run; null: on the pool. Not disposed here.</param>
    /// <exception cref="ConfigurationException">Rule, settings or starting weights do not fit.</exception>
    public MetaTrainerSession(RunConfiguration configuration, TaskSet tasks, WorkerPool pool, ISlotRunner? runner = null)
    {
        Rule = CreateRule(configuration, tasks);
        _estimator = CreateEstimator(configuration, tasks, Rule, pool, runner);
        Particles = (_estimator is BackpropEstimator ? 1 : 2) * configuration.Estimator.Pairs;
        _configuration = configuration;
        var theta = new float[Rule.Theta.Count];
        Rule.Initialize(theta, RandomOf(configuration).At("theta"));
        _trainer = new MetaTrainer(theta, _estimator, configuration.Outer.Create());
        if (tasks.Judged.Count > 0) _selection = new SessionSelection(configuration.Selection, tasks.Judged, Rule, pool, RandomOf(configuration).At("selection"));
        var start = configuration.Rule.Start is { } from ? ThetaStart.Portable(from) : null;
        Card = new Dictionary<string, string>
        {
            ["trained_on"] = string.Join(", ", configuration.Tasks),
            ["data"] = string.Join("; ", tasks.Tasks.Select(task => task.DataSource).Distinct()),
            ["horizon"] = configuration.Horizon.ToString(),
            // Without paths of this machine.
            ["configuration"] = (configuration with { Rule = configuration.Rule with { Start = start } }).ToJson(),
        };
    }

    public IUpdateRule Rule { get; }

    public long Steps => _trainer.Steps;

    public int Particles { get; }

    public ReadOnlySpan<float> Theta => _trainer.Theta;

    public ReadOnlySpan<float> Average => _trainer.Average;

    public IReadOnlyDictionary<string, string> Card { get; }

    public ReadOnlySpan<float> Selected => _selection is null ? default : _selection.Best;

    /// <summary>The rule of a configuration; rules that fit one architecture take that of the first task.</summary>
    /// <exception cref="ConfigurationException">Its settings are wrong.</exception>
    public static IUpdateRule CreateRule(RunConfiguration configuration, TaskSet tasks) => ConfigurationException.Check(configuration.Name, "rule.settings",
        () => UpdateRules.Create(configuration.Rule.Name, configuration.Rule.Settings?.ToJsonString(), tasks.Tasks[0].Space));

    /// <summary>The estimator of a configuration; the caller disposes it.</summary>
    /// <exception cref="ConfigurationException">Its options do not fit rule or tasks.</exception>
    internal static IGradientEstimator CreateEstimator(RunConfiguration configuration, TaskSet tasks, IUpdateRule rule, WorkerPool pool, ISlotRunner? runner)
    {
        var (estimator, mixing) = (configuration.Estimator, configuration.Mixing);
        var options = new EstimatorOptions
        {
            Pairs = estimator.Pairs,
            Window = estimator.Window,
            Sigma = estimator.Sigma,
            Truncation = configuration.Horizon.Create(),
            Objective = configuration.Objective.Create(),
            Shaping = new DifferenceShaping(estimator.Shaping.Kind, estimator.Shaping.Scale),
            BalanceTasks = mixing.Normalized,
            Stops = new GradientStops(estimator.Stops.Gradients, estimator.Stops.State, estimator.Stops.Weights),
        };
        var setup = new EstimatorSetup(new TaskMixture(tasks.Tasks, mixing.Assignment, tasks.Shares), rule, options, RandomOf(configuration), pool) { Runner = runner };
        return ConfigurationException.Check(configuration.Name, "estimator", () => GradientEstimators.Create(estimator.Name, setup));
    }

    /// <summary>Takes theta from the weights that the configuration begins at, if it names any.</summary>
    /// <exception cref="ConfigurationException">They do not fit the rule.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public void Begin(Action<string> note)
    {
        if (_configuration.Rule.Start is not { } start) return;
        var weights = ThetaStart.Read(start);
        note($"begins at {ThetaStart.Portable(start)}, {weights.Rule.Name} with {weights.Theta.Length:N0} meta-parameters");
        foreach (var line in ConfigurationException.Check(_configuration.Name, $"rule.start {start}", () => ThetaStart.Take(_trainer.Theta, Rule, weights))) note(line);
        _trainer.Theta.CopyTo(_trainer.Average, 0);
    }

    public OuterStep Step(double progress)
    {
        var step = _trainer.Step(progress);
        _selection?.Judge(_trainer.Steps, _trainer.Average);
        return step;
    }

    public void Save(BinaryWriter writer)
    {
        _trainer.Save(writer);
        _selection?.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        _trainer.Load(reader);
        SessionSelection.Load(reader, _selection);
    }

    public void Dispose() => _estimator.Dispose();

    private static CounterRandom RandomOf(RunConfiguration configuration) => new((ulong)configuration.Seed);
}
