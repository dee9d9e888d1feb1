using LearnedOpt.Tasks;

namespace LearnedOpt.Host;

/// <summary>What <c>demo</c> was asked for.</summary>
internal sealed record DemoOptions
{
    public required double Minutes { get; init; }
    public required string? Data { get; init; }
    public required string Folder { get; init; }
    public required string Task { get; init; }
    public required int Steps { get; init; }
    public required int Seeds { get; init; }
    public required ulong Seed { get; init; }
    public required int Threads { get; init; }

    /// <summary>Requires usable values.</summary>
    /// <exception cref="UserFaultException">Names every fault at once.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        if (!(Minutes > 0) || Minutes > 60 * 24 * 7) faults.Add($"--minutes must be more than 0 and at most a week; received {Minutes}");
        if (Steps is < 200 or > 1_000_000) faults.Add($"--steps must be 200 to 1000000; received {Steps}");
        if (Seeds is < 1 or > 1000) faults.Add($"--seeds must be 1 to 1000; received {Seeds}");
        if (Threads is < 1 or > 1024) faults.Add($"--threads must be 1 to 1024; received {Threads}");
        if (!TaskRegistry.Names.Contains(Task)) faults.Add($"--task '{Task}' is unknown; choose one of {string.Join(", ", TaskRegistry.Names)}");
        if (faults.Count > 0) throw UserFaultException.ForUsage(string.Join("; ", faults));
    }
}
