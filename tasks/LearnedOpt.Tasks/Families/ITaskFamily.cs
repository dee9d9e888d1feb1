using LearnedOpt.Numerics;

namespace LearnedOpt.Tasks.Families;

/// <summary>A distribution of inner problems.</summary>
public interface ITaskFamily
{
    /// <summary>Registry name, such as <c>family/mlp</c>.</summary>
    string Name { get; }

    /// <summary>Draws a task: a pure function of the stream. The caller disposes it.</summary>
    ITask Sample(CounterRandom random);
}
