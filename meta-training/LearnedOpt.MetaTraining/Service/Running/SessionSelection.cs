using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>Judges thetas of a session every so many outer steps, and carries the best from one sitting to the next.</summary>
internal sealed class SessionSelection
{
    private const string Magic = "learnedopt-selection";

    private readonly SelectionSection _section;
    private readonly ThetaSelection _selection;
    private readonly string _protocol;
    private readonly int _count;

    public SessionSelection(SelectionSection section, IReadOnlyList<ITask> tasks, IUpdateRule rule, WorkerPool pool, CounterRandom random)
    {
        (_section, _count) = (section, rule.Theta.Count);
        _selection = new ThetaSelection(tasks, rule, section.Steps, section.Seeds, pool, random);
        // Scores of different runs say nothing about each other.
        _protocol = $"{section.Steps} steps, {section.Seeds} seeds, {string.Join(", ", tasks.Select(task => task.Name))}";
    }

    /// <summary>null before the first judgement.</summary>
    public float[]? Best => _selection.Best;

    public void Judge(long outerSteps, ReadOnlySpan<float> theta)
    {
        if (outerSteps % _section.EverySteps == 0) _selection.Offer(theta);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Magic);
        writer.Write(_protocol);
        writer.Write(_selection.BestScore);
        writer.WriteArray<float>(Best ?? []);
    }

    /// <summary>
    /// Reads what the state holds behind the outer loop: nothing, or a selection's best, which is taken over where the
    /// selection is still the same.
    /// </summary>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    public static void Load(BinaryReader reader, SessionSelection? into)
    {
        if (reader.BaseStream.Position == reader.BaseStream.Length) return;
        if (reader.ReadString() != Magic) throw new InvalidDataException("its state holds more than an outer loop; it may be of a newer version");
        var (protocol, score, count) = (reader.ReadString(), reader.ReadDouble(), reader.ReadInt32());
        if (count < 0 || 4L * count > reader.BaseStream.Length - reader.BaseStream.Position) throw new InvalidDataException("its state is damaged");
        var best = new float[count];
        for (var i = 0; i < count; i++) best[i] = reader.ReadSingle();
        if (into is not null && into._protocol == protocol && count == into._count) into._selection.Restore(best, score);
    }
}
