using LearnedOpt.Tasks;

namespace LearnedOpt.MetaTraining;

/// <summary>How a mixture's tasks come to the pairs.</summary>
public enum TaskAssignment
{
    /// <summary>Every pair keeps one task; each outer step sees them all.</summary>
    Dealt,

    /// <summary>Every episode draws its task; there may be more tasks than pairs. Pairs that share a chunk share task and length.</summary>
    Sampled,
}

/// <summary>Several inner problems, trained on at once.</summary>
/// <param name="Tasks">The problems; the caller disposes them.</param>
/// <param name="Assignment">Fixed, or drawn anew for each episode.</param>
/// <param name="Shares">Relative weight of each task; null: equal.</param>
public sealed record TaskMixture(IReadOnlyList<ITask> Tasks, TaskAssignment Assignment = TaskAssignment.Dealt, IReadOnlyList<double>? Shares = null)
{
    /// <summary>What is wrong with these options.</summary>
    /// <param name="pairs">Number of pairs.</param>
    internal IEnumerable<string> Faults(int pairs)
    {
        if (Tasks.Count == 0) yield return "a mixture needs at least one task";
        if (Shares is not null && (Shares.Count != Tasks.Count || Shares.Any(share => !(share > 0) || !double.IsFinite(share))))
            yield return $"Shares must be one positive number for each of the {Tasks.Count} tasks; received {string.Join(", ", Shares)}";
        else if (Assignment == TaskAssignment.Dealt && pairs > 0 && Enumerable.Range(0, pairs).Select(pair => Dealt(pair, pairs)).Distinct().Count() < Tasks.Count)
            yield return $"{pairs} pairs leave some of the {Tasks.Count} tasks without one: use more pairs, more equal Shares, or Assignment = Sampled";
    }

    /// <summary>The task that a pair keeps.</summary>
    internal int Dealt(int pair, int pairs) => At((pair + 0.5) / pairs);

    /// <summary>The task whose share of [0, 1) holds <paramref name="position"/>.</summary>
    internal int At(double position)
    {
        var left = position * (Shares?.Sum() ?? Tasks.Count);
        for (var task = 0; task + 1 < Tasks.Count; task++)
        {
            left -= Shares?[task] ?? 1;
            if (left < 0) return task;
        }

        return Tasks.Count - 1;
    }

    /// <summary>Pairs that one chunk holds: what the smallest task allows, where the task changes.</summary>
    internal int PairsPerChunk(int task, int particlesPerPair)
    {
        var particles = Assignment == TaskAssignment.Sampled ? Tasks.Min(t => t.ChunkSize) : Tasks[task].ChunkSize;
        return Math.Max(1, particles / particlesPerPair);
    }
}
