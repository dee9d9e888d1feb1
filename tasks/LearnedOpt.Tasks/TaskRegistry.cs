using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Images;

namespace LearnedOpt.Tasks;

/// <summary>All inner problems by name. The command line and the contract tests iterate over it.</summary>
public static class TaskRegistry
{
    private static readonly Dictionary<string, Func<string, DataFolder, ITask>> Factories = new(StringComparer.Ordinal)
    {
        ["mlp/mnist-8"] = (name, folder) => new ImageMlpTask(name, ImageTensors.Load(folder, new ImageRequest("mnist", 8), flat: true), hidden: [32], batch: 128),
        ["mlp/fashion-8"] = (name, folder) => new ImageMlpTask(name, ImageTensors.Load(folder, new ImageRequest("fashion-mnist", 8), flat: true), hidden: [32], batch: 128),
    };

    /// <summary>All names, in order of registration.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Factories.Keys];

    /// <summary>Loads a task and its data.</summary>
    /// <exception cref="ArgumentException">There is no task of that name.</exception>
    /// <exception cref="DataException">Its data are missing or damaged.</exception>
    public static ITask Create(string name, DataFolder folder) => Factories.TryGetValue(name, out var factory)
        ? factory(name, folder)
        : throw new ArgumentException($"no task is called '{name}'; choose one of {string.Join(", ", Names)}.", nameof(name));
}
