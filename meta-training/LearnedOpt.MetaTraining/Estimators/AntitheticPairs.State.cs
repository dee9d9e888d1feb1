using LearnedOpt.Tasks;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Estimators;

public sealed partial class AntitheticPairs
{
    /// <summary>Writes episodes, windows, parameters and optimizer states; streams follow from the episodes.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_pairs.Length);
        foreach (var pair in _pairs)
        {
            writer.Write(pair.Episode);
            writer.Write(pair.Window);
            writer.Write(pair.Windows);
        }

        foreach (var (task, chunk, _, pairs) in _chunks)
        {
            for (var particle = 0; particle < 2 * pairs; particle++)
            {
                for (var p = 0; p < task.Parameters.Count; p++) writer.WriteArray<float>(chunk.Values(p, particle));
                writer.WriteArray<float>(chunk.StepperOf(particle).State.Span);
            }
        }
    }

    /// <summary>Continues from what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Tasks, rule or number of pairs differ.</exception>
    public void Load(BinaryReader reader)
    {
        reader.Require(_pairs.Length, "the number of pairs");
        foreach (var pair in _pairs) (pair.Episode, pair.Window, pair.Windows) = (reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32());
        foreach (var (task, chunk, first, pairs) in _chunks)
            for (var particle = 0; particle < 2 * pairs; particle++) Load(reader, task, chunk, particle, first + particle / 2);
    }

    private void Load(BinaryReader reader, ITask task, ParticleChunk chunk, int particle, int pair)
    {
        for (var p = 0; p < task.Parameters.Count; p++)
            reader.ReadArray(chunk.Values(p, particle), $"the size of '{task.Parameters[p].Name}' of task {task.Name}");
        reader.ReadArray(chunk.StepperOf(particle).State.Span, "the size of the optimizer state");
        var episode = EpisodeStream(pair);
        chunk.Continue(particle, new ParticleState(episode.At("initialization"), episode.At("data"), (long)_pairs[pair].Window * _options.Window));
    }
}
