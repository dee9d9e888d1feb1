using LearnedOpt.MetaTraining.Service;
using LearnedOpt.MetaTraining.Workers;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Host;

/// <summary>What <c>meta-train</c> was asked for, checked.</summary>
/// <param name="Configuration">Resolved, overrides included.</param>
/// <param name="Folder">Run folder.</param>
/// <param name="Resume">null, "auto" or a path.</param>
/// <param name="Data">Where data are.</param>
/// <param name="Threads">For inner loops.</param>
internal sealed record MetaTrainOptions(RunConfiguration Configuration, string Folder, string? Resume, DataFolder Data, int Threads)
{
    /// <summary>Where workers are; null: slots run in this process.</summary>
    public BrokerAddress? Broker { get; init; }

    /// <summary>Queue and patience with workers.</summary>
    public WorkerOptions Workers { get; init; } = new();
}
