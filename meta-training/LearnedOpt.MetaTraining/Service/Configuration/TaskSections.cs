using System.Globalization;
using LearnedOpt.Numerics;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Families;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>How several tasks come to the pairs.</summary>
/// <param name="Assignment">Dealt once, or sampled for each episode.</param>
/// <param name="Normalized">Each task's contributions are divided by their running root mean square.</param>
public sealed record MixingSection(TaskAssignment Assignment, bool Normalized)
{
    internal static MixingSection Read(ConfigurationSection section) =>
        new(section.Choice("assignment", TaskAssignment.Dealt), section.Flag("normalized", true));
}

/// <summary>Validation runs that choose among the thetas of a run.</summary>
/// <param name="Steps">Inner steps of a validation run; 0: none are made.</param>
/// <param name="EverySteps">Outer steps between two judgements.</param>
/// <param name="Seeds">Runs of each task for a judgement.</param>
/// <param name="Tasks">Inner problems to judge on; empty: those that are trained on.</param>
public sealed record SelectionSection(int Steps, long EverySteps, int Seeds, IReadOnlyList<string> Tasks)
{
    internal static SelectionSection Read(ConfigurationSection section) => new(
        (int)section.Count("steps", 0, 0, 10_000_000),
        section.Count("everySteps", 200, 1, 1_000_000_000),
        (int)section.Count("seeds", 4, 1, 10_000),
        section.Words("tasks"));
}

/// <summary>
/// An entry of a list of tasks: a task with its options, or a family of them, <c>family/mlp?draws=8&amp;seed=1</c>. A
/// family's entry stands for that many tasks drawn from it; options besides draws and seed go to each of them.
/// </summary>
internal sealed record TaskEntry(string Name, string? Options, int Draws, ulong Seed)
{
    private const int MostDraws = 1000, StandardDraws = 8;

    private bool IsFamily => TaskFamilies.Names.Contains(Name);

    /// <summary>Reads an entry, and notes its faults under the key it came from.</summary>
    public static TaskEntry Read(string text, string key, Action<bool, string> require)
    {
        var parts = text.Split('?', 2);
        var entry = new TaskEntry(parts[0], parts.Length > 1 ? parts[1] : null, 1, 0);
        require(TaskRegistry.Names.Contains(entry.Name) || entry.IsFamily,
            $"{key} has no '{entry.Name}'; choose from {string.Join(", ", TaskRegistry.Names)}, {string.Join(", ", TaskFamilies.Names)}");
        if (!entry.IsFamily) return entry;
        var options = (entry.Options ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries).ToList();
        var (draws, seed) = (Take("draws", StandardDraws, 1), Take("seed", 0, 0));
        return entry with { Options = options.Count == 0 ? null : string.Join('&', options), Draws = (int)draws, Seed = (ulong)seed };

        long Take(string option, long standard, long least)
        {
            var most = option == "draws" ? MostDraws : long.MaxValue;
            var given = options.Where(o => o.StartsWith(option + "=", StringComparison.Ordinal)).ToList();
            options.RemoveAll(given.Contains);
            if (given.Count == 0) return standard;
            var read = long.TryParse(given[0][(option.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var value);
            var fits = read && given.Count == 1 && value >= least && value <= most;
            require(fits, $"{key}: {option} of '{text}' must be given once, as a whole number of at least {least}{(most < long.MaxValue ? $" and at most {most}" : "")}");
            return fits ? value : standard;
        }
    }

    /// <summary>Names of the tasks that the entry stands for, with options.</summary>
    /// <param name="data">What families draw from.</param>
    /// <param name="random">The run's stream of draws.</param>
    public IEnumerable<string> Expand(DataFolder data, CounterRandom random)
    {
        if (!IsFamily) return [Options is null ? Name : $"{Name}?{Options}"];
        var (family, stream) = (TaskFamilies.Create(Name, data), random.At(Name).At(Seed));
        return Enumerable.Range(0, Draws).Select(draw => family.SampleName(stream.At((ulong)draw)) + (Options is null ? "" : "&" + Options));
    }
}
