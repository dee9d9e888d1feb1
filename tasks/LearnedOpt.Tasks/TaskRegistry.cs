using LearnedOpt.Tasks.Augmentation;
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
            throw new ArgumentException($"no task is called '{request.Name}'; choose one of {string.Join(", ", Names)}.");
        var task = factory(request);
        try
        {
            task = Augment(request, task);
            request.RefuseUnknown();
            return task;
        }
        catch
        {
            task.Dispose();
            throw;
        }
    }

    // What every task takes: initScale=2, rescale=1000 (whole model), rescaleEach=10 (every parameter), gradientNoise=0.5.
    private static ITask Augment(TaskRequest request, ITask task)
    {
        var (initial, whole, each, noise) = (request.Number("initScale", 1, least: 1e-6), request.Number("rescale", 1, least: 1),
            request.Number("rescaleEach", 1, least: 1), request.Number("gradientNoise", 0, least: 0));
        if (initial != 1) task = new InitialScaleTask(task, initial, request.Text);
        if (whole > 1) task = new RescaledTask(task, whole, RescaleLevel.Model, request.Text);
        if (each > 1) task = new RescaledTask(task, each, RescaleLevel.Parameter, request.Text);
        return noise > 0 ? new GradientNoiseTask(task, noise, request.Text) : task;
    }
}
