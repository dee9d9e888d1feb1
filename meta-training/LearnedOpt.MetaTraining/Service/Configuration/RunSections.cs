using System.Text.Json.Nodes;
using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>The update rule whose theta is trained.</summary>
/// <param name="Name">In <see cref="UpdateRules"/>.</param>
/// <param name="Settings">The rule's options; null for its defaults. The rule checks them.</param>
/// <param name="Start">Weights to begin at, a file or a name of the library's; null: as the rule initialises.</param>
public sealed record RuleSection(string Name, JsonObject? Settings, string? Start)
{
    internal static RuleSection Read(ConfigurationSection section) =>
        new(section.Choice("name", "unf-adam", [.. UpdateRules.Names]), section.Raw("settings"), section.WordOrNone("start"));
}

/// <summary>When the run ends, whichever comes first. Only a run without minutes gives the same theta at any speed.</summary>
/// <param name="Minutes">Of training, all sittings together.</param>
/// <param name="Steps">Outer steps, all sittings together.</param>
public sealed record LimitSection(double? Minutes, long? Steps)
{
    internal static LimitSection Read(ConfigurationSection section) =>
        new(section.NumberOrNone("minutes", 0.001, 60 * 24 * 365), section.CountOrNone("steps", 1, 1_000_000_000_000));
}

/// <summary>How the run is saved.</summary>
/// <param name="EveryMinutes">Between two checkpoints.</param>
/// <param name="EverySteps">Outer steps between two checkpoints, besides.</param>
/// <param name="Keep">Newest checkpoints kept; the best is kept besides.</param>
/// <param name="GraceMinutes">How long a run goes on when checkpoints cannot be written.</param>
public sealed record CheckpointSection(double EveryMinutes, long? EverySteps, int Keep, double GraceMinutes)
{
    internal static CheckpointSection Read(ConfigurationSection section) => new(
        section.Number("everyMinutes", 2, 0.001, 60 * 24),
        section.CountOrNone("everySteps", 1, 1_000_000_000),
        (int)section.Count("keep", 3, 1, 1000),
        section.Number("graceMinutes", 10, 0, 60 * 24));
}

/// <summary>When a run gives up.</summary>
/// <param name="BadSteps">Outer steps in a row without a finite meta-gradient, or with every particle diverged.</param>
/// <param name="ShutdownSeconds">What a stop may take: the longest outer step and a checkpoint.</param>
public sealed record SafetySection(int BadSteps, double ShutdownSeconds)
{
    internal static SafetySection Read(ConfigurationSection section) =>
        new((int)section.Count("badSteps", 50, 1, 1_000_000), section.Number("shutdownSeconds", 300, 1, 86_400));
}

/// <summary>What is written besides checkpoints.</summary>
/// <param name="EverySteps">Outer steps between two lines of metrics.jsonl.</param>
/// <param name="TensorBoard">Whether event files are written.</param>
/// <param name="HeartbeatSeconds">Least time between two heartbeats.</param>
public sealed record OutputSection(int EverySteps, bool TensorBoard, double HeartbeatSeconds)
{
    internal static OutputSection Read(ConfigurationSection section) => new(
        (int)section.Count("everySteps", 1, 1, 1_000_000), section.Flag("tensorBoard", true), section.Number("heartbeatSeconds", 5, 0, 3600));
}
