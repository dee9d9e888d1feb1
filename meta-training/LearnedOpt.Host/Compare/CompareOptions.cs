namespace LearnedOpt.Host;

/// <summary>What <c>compare</c> was asked for, as typed.</summary>
internal sealed record CompareOptions
{
    public required IReadOnlyList<string> Tasks { get; init; }
    public required IReadOnlyList<string> Optimizers { get; init; }
    public required int Steps { get; init; }

    /// <summary>Steps as a multiple of the longest horizon of the learned optimizers; null: <see cref="Steps"/>.</summary>
    public required double? Horizon { get; init; }

    public required int Seeds { get; init; }
    public required int SweepSeeds { get; init; }
    public required ulong Seed { get; init; }
    public required int Threads { get; init; }
    public required bool SweepLearned { get; init; }

    /// <summary>Learning rates of Adam, AdamW and NAdam in place of their own grid; empty for that.</summary>
    public required IReadOnlyList<double> AdamPoints { get; init; }

    public required string? Data { get; init; }
    public required string Folder { get; init; }
    public required bool Resume { get; init; }
}
