using LearnedOpt.Checkpoints;

namespace LearnedOpt.Optimizers;

/// <summary>Meta-parameters published by the authors of Celo, as safetensors with tensors named as in their code.</summary>
public static class CeloWeights
{
    private const long LargestBytes = 16 << 20;

    /// <summary>Reads weights of Celo (37,089 values), Celo-Adam (36,865) or Celo2 (347); which one is told by the tensors.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="totalSteps">Steps that training will take, over which Celo's schedule is laid out; at least 1.</param>
    /// <returns>To make an optimizer of, or to keep with <see cref="RuleFile.Write"/>.</returns>
    /// <exception cref="CheckpointException">The file is missing, damaged, or holds something else.</exception>
    public static RuleFile Import(string path, long totalSteps = 2000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        SafeTensorsFile file = SafeTensors.Read(path, LargestBytes);
        IUpdateRule? rule = (file.Contains("ff_mod_stack.~.b0"), file.Contains("lstm_init_state.cell")) switch
        {
            (true, true) => new CeloRule(new CeloOptions { TotalSteps = totalSteps }),
            (false, true) => new CeloAdamRule(new CeloOptions { TotalSteps = totalSteps }),
            (true, false) => new Celo2Rule(),
            _ => null,
        };
        if (rule is null || file.Tensors.Count != rule.Theta.Arrays.Count)
            throw new CheckpointException(path, "the tensors of Celo, Celo-Adam or Celo2 ('ff_mod_stack.~.b0', 'lstm_init_state.cell', ...)", $"{file.Tensors.Count} others", "give a file with the authors' names");
        var theta = new float[rule.Theta.Count];
        foreach (ThetaArray array in rule.Theta.Arrays)
        {
            float[] values = file.Singles(array.Name, [.. array.Shape.Select(extent => (long)extent)]);
            if (!values.All(float.IsFinite))
                throw new CheckpointException(path, $"finite values in '{array.Name}'", "NaN or infinity", "take another copy");
            values.CopyTo(theta, array.Offset);
        }

        var card = new Dictionary<string, string> { ["imported_from"] = file.Metadata.GetValueOrDefault("source") ?? "published meta-parameters of " + rule.Name };
        return new RuleFile(rule, theta, card);
    }
}
