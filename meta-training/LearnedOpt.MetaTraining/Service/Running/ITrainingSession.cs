using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>
/// What <see cref="TrainingLoop"/> drives: an outer loop that can be saved. Made, used and disposed on one thread, since
/// tensors belong to the thread that made them.
/// </summary>
public interface ITrainingSession : IDisposable
{
    IUpdateRule Rule { get; }

    /// <summary>Outer steps done.</summary>
    long Steps { get; }

    /// <summary>Particles that a window moves.</summary>
    int Particles { get; }

    ReadOnlySpan<float> Theta { get; }

    /// <summary>Running average of theta: what goes into weights files.</summary>
    ReadOnlySpan<float> Average { get; }

    /// <summary>The theta that did best in validation runs; empty where none are made.</summary>
    ReadOnlySpan<float> Selected => default;

    /// <summary>For the card of a weights file.</summary>
    IReadOnlyDictionary<string, string> Card { get; }

    /// <summary>Does what only the beginning of a run needs, and not its continuation.</summary>
    /// <param name="note">Told what a person should read.</param>
    void Begin(Action<string> note)
    {
    }

    /// <summary>One outer step.</summary>
    /// <param name="progress">Share of the run that is done, 0 to 1.</param>
    OuterStep Step(double progress);

    /// <summary>Writes all that later steps depend on.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Takes over what <see cref="Save"/> wrote; after an exception the session is of no more use.</summary>
    /// <exception cref="InvalidDataException">It does not fit.</exception>
    void Load(BinaryReader reader);
}
