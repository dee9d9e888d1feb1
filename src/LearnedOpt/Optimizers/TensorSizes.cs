using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>What a stepper requires of the tensors it is given.</summary>
internal sealed class TensorSizes(WeightSpace space)
{
    private readonly long[] counts = [.. space.Tensors.Select(tensor => tensor.Count)];

    /// <exception cref="ArgumentException">Number or sizes differ from the weight space's.</exception>
    public void Require(ReadOnlySpan<ParameterSlice> tensors)
    {
        if (tensors.Length != counts.Length)
            throw new ArgumentException($"a step needs one slice for each of the weight space's {counts.Length} tensors; received {tensors.Length}.");
        for (int t = 0; t < counts.Length; t++)
        {
            if (tensors[t].Count != counts[t])
                throw new ArgumentException(
                    $"weight '{space.Tensors[t].Name}' has {counts[t]} elements in the weight space; received {tensors[t].Count}. Are the tensors in the order of the space?");
        }
    }

    /// <summary>True for a tensor without elements or without a gradient.</summary>
    public static unsafe bool Skips(in ParameterSlice slice) => slice.Count == 0 || slice.Gradient == null;
}
