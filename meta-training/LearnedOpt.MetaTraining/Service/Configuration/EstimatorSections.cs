using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Objectives;
using LearnedOpt.MetaTraining.Truncations;
using LearnedOpt.Tasks;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>How the meta-gradient is estimated.</summary>
/// <param name="Name">Kind of estimator.</param>
/// <param name="Pairs">Antithetic pairs of particles; of backpropagation, particles.</param>
/// <param name="Window">Inner steps between two outer steps.</param>
/// <param name="Sigma">Standard deviation of the perturbations of theta.</param>
/// <param name="Shaping">What is done to loss differences; evolution strategies only.</param>
/// <param name="Stops">Where backpropagation stops; backpropagation only.</param>
public sealed record EstimatorSection(string Name, int Pairs, int Window, double Sigma, ShapingSection Shaping, StopsSection Stops)
{
    internal static EstimatorSection Read(ConfigurationSection section) => new(
        section.Choice("name", "nres", [.. GradientEstimators.Names]),
        (int)section.Count("pairs", 16, 1, 100_000),
        (int)section.Count("window", 20, 1, 100_000),
        section.Number("sigma", 0.01, 1e-8, 10),
        ShapingSection.Read(section.Section("shaping")),
        StopsSection.Read(section.Section("stops")));
}

/// <summary>What is done to the loss differences of the pairs.</summary>
/// <param name="Kind">Nothing, sign, limit or ranks.</param>
/// <param name="Scale">Size of a sign or rank, or limit of a difference.</param>
public sealed record ShapingSection(ShapingKind Kind, double Scale)
{
    internal static ShapingSection Read(ConfigurationSection section) =>
        new(section.Choice("kind", ShapingKind.None), section.Number("scale", 1, 1e-9, 1e9));
}

/// <summary>What backpropagation takes as constant.</summary>
/// <param name="Gradients">Inner gradients as functions of the weights.</param>
/// <param name="State">Momenta of earlier steps.</param>
/// <param name="Weights">A weight before its step.</param>
public sealed record StopsSection(bool Gradients, bool State, bool Weights)
{
    internal static StopsSection Read(ConfigurationSection section) =>
        new(section.Flag("gradients", false), section.Flag("state", false), section.Flag("weights", false));
}

/// <summary>Length of an inner training run.</summary>
/// <param name="Schedule">One of <see cref="TruncationSchedules.Names"/>.</param>
/// <param name="Shortest">Inner steps; for log-uniform and growing.</param>
/// <param name="Longest">Inner steps; of a constant length, the length.</param>
/// <param name="GrowthSteps">Outer steps until a growing length may reach the longest.</param>
public sealed record HorizonSection(string Schedule, int Shortest, int Longest, long GrowthSteps)
{
    internal static HorizonSection Read(ConfigurationSection section) => new(
        section.Choice("schedule", "log-uniform", [.. TruncationSchedules.Names]),
        (int)section.Count("shortest", 200, 1, 10_000_000),
        (int)section.Count("longest", 2000, 1, 10_000_000),
        section.Count("growthSteps", 1000, 0, 1_000_000_000));

    /// <summary>Whether <see cref="Shortest"/> means anything.</summary>
    internal bool Varies => Schedule is "log-uniform" or "growing";

    internal ITruncationSchedule Create() => TruncationSchedules.Create(Schedule, Varies ? Shortest : Math.Min(Shortest, Longest), Longest, GrowthSteps);

    internal void Check(ConfigurationSection section, int window)
    {
        section.Require(!Varies || Longest >= Shortest, $"horizon.longest must be at least horizon.shortest, {Shortest}; received {Longest}");
        section.Require(!Varies || Shortest >= window, $"horizon.shortest must be at least estimator.window, {window}; received {Shortest}");
        section.Require(Schedule != "constant" || Longest >= window, $"horizon.longest must be at least estimator.window, {window}; received {Longest}");
    }

    public override string ToString() => Schedule switch
    {
        "constant" => $"{Longest}",
        "never-ending" => "never ending",
        _ => $"{Shortest} to {Longest}",
    };
}

/// <summary>What is minimised.</summary>
/// <param name="Measure">What an episode is judged by: mean, final or minimum loss.</param>
/// <param name="Split">Data that losses are taken from: train or validation.</param>
/// <param name="Shape">How a loss counts.</param>
/// <param name="Limit">Losses above this many times the uninformed loss count as this.</param>
/// <param name="Offset">For the logarithm.</param>
/// <param name="DivergencePenalty">Added for the share of steps that had diverged.</param>
/// <param name="RisePenalty">Factor on what a loss lies above the episode's lowest, added.</param>
public sealed record ObjectiveSection(
    ObjectiveMeasure Measure, DataSplit Split, ObjectiveShape Shape, double Limit, double Offset, double DivergencePenalty, double RisePenalty)
{
    internal static ObjectiveSection Read(ConfigurationSection section) => new(
        section.Choice("measure", ObjectiveMeasure.Mean),
        // The test split is kept for comparisons.
        section.Choice("split", "train", ["train", "validation"]) == "validation" ? DataSplit.Validation : DataSplit.Train,
        section.Choice("shape", ObjectiveShape.Linear),
        section.Number("limit", 4, 1, 1e6),
        section.Number("offset", 0.01, 1e-9, 1),
        section.Number("divergencePenalty", 0, 0, 1e6),
        section.Number("risePenalty", 0, 0, 1e6));

    internal InnerObjective Create() => new(Shape, Limit, Offset)
    {
        Measure = Measure, Split = Split, DivergencePenalty = DivergencePenalty, RisePenalty = RisePenalty,
    };
}
