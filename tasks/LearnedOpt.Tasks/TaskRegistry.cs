using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Images;
using LearnedOpt.Tasks.Quadratics;
using LearnedOpt.Tasks.Text;

namespace LearnedOpt.Tasks;

/// <summary>Makes a task from its name, options and data.</summary>
public delegate ITask TaskFactory(TaskRequest request);

/// <summary>All inner problems by name. The command line and the contract tests iterate over it.</summary>
public static class TaskRegistry
{
    private static readonly Dictionary<string, TaskFactory> Factories =
        new([.. ImageTasks.All, .. TextTasks.All, .. QuadraticTasks.All], StringComparer.Ordinal);

    /// <summary>All names, in order of registration.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Factories.Keys];

    /// <summary>Loads a task and its data.</summary>
    /// <param name="name">One of <see cref="Names"/>, perhaps with options: <c>name?key=value&amp;key=value</c>.</param>
    /// <param name="folder">Where data are.</param>
    /// <exception cref="ArgumentException">There is no task or option of that name, or a value is out of range.</exception>
    /// <exception cref="DataException">Its data are missing or damaged.</exception>
    public static ITask Create(string name, DataFolder folder)
    {
        var request = new TaskRequest(name, folder);
        if (!Factories.TryGetValue(request.Name, out var factory))
            throw new ArgumentException($"no task is called '{request.Name}'; choose one of {string.Join(", ", Names)}.", nameof(name));
        var task = factory(request);
        try
        {
            request.RefuseUnknown();
            return task;
        }
        catch
        {
            task.Dispose();
            throw;
        }
    }
}
