namespace LearnedOpt.WeightSpaces;

public sealed partial class WeightSpace
{
    /// <summary>
    /// What keeps two spaces from being the same up to the names of symmetries: one line for each difference, empty when there is none.
    /// </summary>
    /// <param name="other">The space to compare with; tensors are matched by name, in any order.</param>
    public IReadOnlyList<string> DifferencesFrom(WeightSpace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var differences = new List<string>();
        var here = new Dictionary<string, (string Name, string Where)>();
        var there = new Dictionary<string, string>();
        foreach (var missing in other._tensorIndex.Keys.Except(_tensorIndex.Keys))
            differences.Add($"weight '{missing}' is missing");
        foreach (var tensor in Tensors)
        {
            if (!other._tensorIndex.TryGetValue(tensor.Name, out var index))
            {
                differences.Add($"weight '{tensor.Name}' is not expected");
                continue;
            }

            var match = other.Tensors[index];
            if (!tensor.Shape.SequenceEqual(match.Shape))
            {
                differences.Add($"weight '{tensor.Name}' has shape [{string.Join(", ", tensor.Shape)}], expected [{string.Join(", ", match.Shape)}]");
                continue;
            }

            for (var axis = 0; axis < tensor.Rank; axis++)
            {
                var (mine, theirs, where) = (tensor.Axes[axis].Name, match.Axes[axis].Name, $"'{tensor.Name}' axis {axis}");
                if (here.TryAdd(mine, (theirs, where)) is false && here[mine].Name != theirs)
                    differences.Add($"{where} is tied to {here[mine].Where} by symmetry '{mine}', which the other space does not do");
                if (there.TryAdd(theirs, mine) is false && there[theirs] != mine)
                    differences.Add($"{where} must be tied to {here[there[theirs]].Where}, as symmetry '{theirs}' does in the other space");
            }
        }

        return differences;
    }

    /// <summary>Requires that named parameters of a model are the ones this space was made for.</summary>
    /// <param name="parameters">Name and shape of each parameter of the model.</param>
    /// <exception cref="WeightSpaceException">A parameter is missing or unknown, or has another shape.</exception>
    public void RequireParameters(IEnumerable<(string Name, IReadOnlyList<long> Shape)> parameters)
    {
        var received = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Shape);
        foreach (var tensor in Tensors)
        {
            if (!received.TryGetValue(tensor.View.Parameter, out var shape))
                throw new WeightSpaceException(
                    $"weight '{tensor.Name}' needs parameter '{tensor.View.Parameter}', which the model lacks; it has " +
                    $"{string.Join(", ", received.Keys.Select(name => $"'{name}'"))}. Is this specification for another model?");
            if (!shape.SequenceEqual(tensor.View.ParameterShape))
                throw new WeightSpaceException(
                    $"weight '{tensor.Name}' must have shape [{string.Join(", ", tensor.View.ParameterShape)}] for symmetries " +
                    $"({string.Join(", ", tensor.Axes.Select(axis => axis.Name))}); received [{string.Join(", ", shape)}]. {WeightSpaceMessages.Hint(shape, tensor.View.ParameterShape)}");
        }

        var known = Tensors.Select(tensor => tensor.View.Parameter).ToHashSet();
        var unknown = received.Keys.FirstOrDefault(name => !known.Contains(name));
        if (unknown is not null)
            throw new WeightSpaceException($"parameter '{unknown}' has no weight in this space. Add it, or is this specification for another model?");
    }
}
