namespace LearnedOpt.Host;

/// <summary>What a long command shows at one moment.</summary>
/// <param name="Fraction">Done, in [0, 1]; null where the end is not known.</param>
/// <param name="Fields">Name and formatted value, in order: loss, steps a second, diverged, memory.</param>
internal sealed record ProgressSnapshot(double? Fraction, IReadOnlyList<(string Name, string Value)> Fields)
{
    /// <summary>Time to the end, where the job knows better than the share that is done; a job that was continued does.</summary>
    public TimeSpan? Left { get; init; }
}
