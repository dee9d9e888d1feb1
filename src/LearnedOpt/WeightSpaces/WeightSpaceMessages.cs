namespace LearnedOpt.WeightSpaces;

/// <summary>The longer messages: path and name, invariant, what was received, likely fix.</summary>
internal static class WeightSpaceMessages
{
    internal static string ShapeMismatch(string name, IReadOnlyList<long> shape, IReadOnlyList<Symmetry> axes)
    {
        var wanted = string.Join(", ", axes.Select(axis => $"{axis.Name}={axis.Size}"));
        var names = string.Join(", ", axes.Select(axis => axis.Name));
        return $"weight '{name}' must have shape [{wanted}] to match symmetries ({names}); received [{string.Join(", ", shape)}]. " +
            Hint(shape, [.. axes.Select(axis => axis.Size)]);
    }

    internal static string Hint(IReadOnlyList<long> received, IReadOnlyList<long> wanted)
    {
        if (received.Count != wanted.Count)
            return $"It has {received.Count} axes where {wanted.Count} are named: name one symmetry for each axis.";
        if (received.Count > 1 && received.Order().SequenceEqual(wanted.Order()))
            return "Is it transposed? Linear stores [out, in], Conv2d [out, in, height, width], Embedding [vocabulary, features].";
        var axis = Enumerable.Range(0, wanted.Count).First(index => received[index] != wanted[index]);
        return $"Axis {axis} has {received[axis]} entries, its symmetry {wanted[axis]}: tie axes of equal length only.";
    }
}
