using LearnedOpt.Numerics;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Tasks.Families;

/// <summary>
/// Draws names of registered tasks with options, so that whatever was drawn can be printed, saved and made again by
/// <see cref="TaskRegistry.Create"/>.
/// </summary>
/// <param name="name">Registry name.</param>
/// <param name="folder">Where data are.</param>
/// <param name="draw">Composes a name.</param>
public sealed class NamedFamily(string name, DataFolder folder, Func<FamilyDraw, string> draw) : ITaskFamily
{
    public string Name => name;

    /// <summary>Name and options of the task that <see cref="Sample"/> makes.</summary>
    public string SampleName(CounterRandom random) => draw(new FamilyDraw(random.Sequence(), folder));

    public ITask Sample(CounterRandom random) => TaskRegistry.Create(SampleName(random), folder);
}
