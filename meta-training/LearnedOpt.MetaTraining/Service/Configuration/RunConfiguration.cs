using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Families;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>All that a meta-training run is told. Reading fills in every default, so writing it shows the run resolved.</summary>
public sealed record RunConfiguration
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Names the run folder, runs/NAME, where no other is asked for.</summary>
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>Seed of everything random.</summary>
    public required long Seed { get; init; }

    /// <summary>Inner problems, as <see cref="TaskRegistry"/> and <see cref="TaskFamilies"/> name them, options included; each entry counts the same.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    public required MixingSection Mixing { get; init; }

    public required RuleSection Rule { get; init; }

    public required EstimatorSection Estimator { get; init; }

    public required HorizonSection Horizon { get; init; }

    public required ObjectiveSection Objective { get; init; }

    public required OuterSection Outer { get; init; }

    public required SelectionSection Selection { get; init; }

    public required LimitSection Limit { get; init; }

    public required CheckpointSection Checkpoints { get; init; }

    public required SafetySection Safety { get; init; }

    public required OutputSection Output { get; init; }

    internal IReadOnlyList<TaskEntry> TaskEntries { get; private set; } = [];

    internal IReadOnlyList<TaskEntry> SelectionEntries { get; private set; } = [];

    /// <summary>Reads a configuration.</summary>
    /// <param name="source">File, for messages.</param>
    /// <param name="root">From <see cref="ConfigurationText.Parse"/>.</param>
    /// <exception cref="ConfigurationException">Names all faults.</exception>
    public static RunConfiguration Read(string source, JsonObject root) => ConfigurationSection.Read(source, root, section =>
    {
        var configuration = new RunConfiguration
        {
            Name = section.Word("name", Path.GetFileNameWithoutExtension(source)),
            Description = section.Word("description", ""),
            Seed = section.Count("seed", 1, 0, 1L << 53),
            Tasks = section.Words("tasks", "mlp/mnist-8"),
            Mixing = MixingSection.Read(section.Section("mixing")),
            Rule = RuleSection.Read(section.Section("rule")),
            Estimator = EstimatorSection.Read(section.Section("estimator")),
            Horizon = HorizonSection.Read(section.Section("horizon")),
            Objective = ObjectiveSection.Read(section.Section("objective")),
            Outer = OuterSection.Read(section.Section("outer")),
            Selection = SelectionSection.Read(section.Section("selection")),
            Limit = LimitSection.Read(section.Section("limit")),
            Checkpoints = CheckpointSection.Read(section.Section("checkpoints")),
            Safety = SafetySection.Read(section.Section("safety")),
            Output = OutputSection.Read(section.Section("output")),
        };
        configuration.Check(section);
        return configuration;
    });

    /// <summary>Resolved, as JSON that <see cref="Read"/> takes again.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>
    /// What the state of the run depends on. A run continues under this only: name, limits, checkpoints and outputs may
    /// change between sittings, and how thetas are judged; the rest not.
    /// </summary>
    public IReadOnlyDictionary<string, string> Identity()
    {
        var node = JsonSerializer.SerializeToNode(this, Json)!.AsObject();
        foreach (var key in (string[])["name", "description", "selection", "limit", "checkpoints", "safety", "output"]) node.Remove(key);
        // Where theta began is in the state.
        node["rule"]!.AsObject().Remove("start");
        return node.SelectMany(pair => Leaves(pair.Key, pair.Value)).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>
    /// What keys stood for before they existed: a key that an older state lacks had the value that is now its default.
    /// </summary>
    public static IReadOnlyDictionary<string, string> StandardIdentity { get; } =
        Read("standard", ConfigurationText.Parse("standard", "{}", ["limit.steps=1"])).Identity();

    /// <summary>SHA-256 of <see cref="Identity"/>.</summary>
    public static string Fingerprint(IReadOnlyDictionary<string, string> identity) => Convert.ToHexStringLower(SHA256.HashData(
        System.Text.Encoding.UTF8.GetBytes(string.Join('\n', identity.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")))));

    private void Check(ConfigurationSection section)
    {
        section.Require(Name.Length is > 0 and <= 100 && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && Name[0] != '.',
            $"name must be letters, digits, '-', '_' and '.', since it names the run folder; received '{Name}'");
        TaskEntries = [.. Tasks.Select(text => TaskEntry.Read(text, "tasks", section.Require))];
        SelectionEntries = [.. Selection.Tasks.Select(text => TaskEntry.Read(text, "selection.tasks", section.Require))];
        var tasks = TaskEntries.Sum(entry => entry.Draws);
        section.Require(Mixing.Assignment == TaskAssignment.Sampled || tasks <= Estimator.Pairs,
            $"estimator.pairs must be at least one a task, {tasks}; received {Estimator.Pairs}{(tasks > 1 ? " (or set mixing.assignment to sampled)" : "")}");
        Horizon.Check(section, Estimator.Window);
        var (name, ends) = (Estimator.Name, Horizon.Schedule != "never-ending");
        section.Require(ends || Objective.Measure == ObjectiveMeasure.Mean, "objective.measure must be mean where horizon.schedule is never-ending, since there is no end to judge");
        section.Require(ends || name is not ("full-es" or "full-backprop"), $"estimator {name} unrolls whole episodes; horizon.schedule must not be never-ending");
        if (GradientEstimators.IsBackprop(name))
        {
            section.Require(Estimator.Window > 1, $"estimator {name} differentiates losses after steps of its window; estimator.window must be at least 2");
            section.Require(Estimator.Shaping.Kind == ShapingKind.None, $"estimator {name} has no loss differences; estimator.shaping.kind must be none");
            section.Require(Mixing.Assignment == TaskAssignment.Dealt, $"estimator {name} needs tasks that stay with their particles; mixing.assignment must be dealt");
            section.Require(UpdateRules.DifferentiableNames.Contains(Rule.Name), $"estimator {name} needs a rule with a differentiable form, one of {string.Join(", ", UpdateRules.DifferentiableNames)}; received rule.name {Rule.Name}");
        }

        section.Require(Limit.Minutes is not null || Limit.Steps is not null, "limit needs minutes, steps or both");
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(string path, JsonNode? node) => node switch
    {
        JsonObject section => section.SelectMany(pair => Leaves($"{path}.{pair.Key}", pair.Value)),
        null => [],
        _ => [new(path, node.ToJsonString())],
    };
}
