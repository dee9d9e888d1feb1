using System.Runtime.InteropServices;

namespace LearnedOpt.Optimizers;

/// <summary>
/// What a stream says for each parameter group: its options, and what all groups share: the rule, the number of steps and
/// state that belongs to no single tensor.
/// </summary>
internal sealed record OptimizerRecord(
    double LearningRate, double InitialLearningRate, double WeightDecay, string Rule, string Settings, long Steps, float[] Shared)
{
    private const int MostBytes = 16 << 20;

    public static OptimizerRecord Of(LearnedOptimizer.Options options, LearnedOptimizer? owner)
    {
        var (rule, settings, steps, shared) = owner?.Progress ?? ("", "", 0, []);
        return new OptimizerRecord(options.LearningRate ?? 0, options.InitialLearningRate, options.weight_decay ?? 0, rule, settings, steps, shared);
    }

    public void Write(BinaryWriter writer)
    {
        using var content = new MemoryStream();
        using (var block = new BinaryWriter(content))
        {
            block.Write(LearningRate);
            block.Write(InitialLearningRate);
            block.Write(WeightDecay);
            block.Write(Rule);
            block.Write(Settings);
            block.Write(Steps);
            block.Write(Shared.Length);
            block.Write(MemoryMarshal.AsBytes(Shared.AsSpan()));
        }

        SealedBlock.Write(writer, content.ToArray());
    }

    /// <exception cref="InvalidDataException">The stream says nothing of the kind.</exception>
    public static OptimizerRecord Read(BinaryReader reader)
    {
        byte[] content = SealedBlock.Read(reader, "the options of a parameter group", 3 * sizeof(double), MostBytes);
        using var block = new BinaryReader(new MemoryStream(content));
        return new OptimizerRecord(block.ReadDouble(), block.ReadDouble(), block.ReadDouble(), block.ReadString(), block.ReadString(), block.ReadInt64(),
            MemoryMarshal.Cast<byte, float>(block.ReadBytes(sizeof(float) * block.ReadInt32())).ToArray());
    }

    /// <exception cref="InvalidDataException">Another rule wrote it.</exception>
    public void RequireSameRule(IUpdateRule rule, int sharedLength)
    {
        if (Rule != rule.Name || Settings != rule.Settings || Shared.Length != sharedLength || Steps < 0)
            throw new InvalidDataException($"the state was saved by the rule '{Rule}'{(Rule == rule.Name ? " with other settings" : "")}; this optimizer has '{rule.Name}'. Load the weights file that it was saved with.");
    }
}
