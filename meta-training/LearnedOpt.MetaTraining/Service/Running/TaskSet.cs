using LearnedOpt.Numerics;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>The inner problems of a configuration, loaded. Disposes them.</summary>
public sealed class TaskSet : IDisposable
{
    private readonly Dictionary<string, ITask> _opened = new(StringComparer.Ordinal);

    /// <summary>Loads all; those named twice are loaded once.</summary>
    /// <param name="configuration">Names tasks and families.</param>
    /// <param name="data">Where data are; families draw from what is there.</param>
    /// <exception cref="ConfigurationException">A task's options are wrong.</exception>
    /// <exception cref="DataException">Data are missing or damaged.</exception>
    public TaskSet(RunConfiguration configuration, DataFolder data)
    {
        var random = new CounterRandom((ulong)configuration.Seed).At("families");
        try
        {
            var shares = new List<(ITask Task, double Share)>();
            foreach (var (text, entry) in configuration.Tasks.Zip(configuration.TaskEntries))
                foreach (var task in Open("tasks", entry, configuration, data, random)) shares.Add((task, 1.0 / entry.Draws));
            Tasks = [.. shares.Select(pair => pair.Task).Distinct()];
            Shares = [.. Tasks.Select(task => shares.Where(pair => ReferenceEquals(pair.Task, task)).Sum(pair => pair.Share))];
            Judged = configuration.Selection.Steps == 0 ? []
                : configuration.SelectionEntries.Count == 0 ? Tasks
                : [.. configuration.SelectionEntries.SelectMany(entry => Open("selection.tasks", entry, configuration, data, random)).Distinct()];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What is trained on, each once, in the order of the configuration.</summary>
    public IReadOnlyList<ITask> Tasks { get; }

    /// <summary>Weight of each task: every entry of the configuration counts 1, divided among a family's draws.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>What thetas are judged on; empty where they are not.</summary>
    public IReadOnlyList<ITask> Judged { get; }

    public void Dispose()
    {
        foreach (var task in _opened.Values) task.Dispose();
    }

    private List<ITask> Open(string key, TaskEntry entry, RunConfiguration configuration, DataFolder data, CounterRandom random)
    {
        var tasks = new List<ITask>();
        foreach (var name in entry.Expand(data, random))
        {
            if (!_opened.TryGetValue(name, out var task)) _opened[name] = task = ConfigurationException.Check(configuration.Name, key, () => TaskRegistry.Create(name, data));
            tasks.Add(task);
        }

        return tasks;
    }
}
