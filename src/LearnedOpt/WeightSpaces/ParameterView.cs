namespace LearnedOpt.WeightSpaces;

/// <summary>A contiguous piece of a model parameter's row-major memory.</summary>
/// <param name="Parameter">Name of the parameter in the model, for example <c>lstm.weight_ih_l0</c>.</param>
/// <param name="ParameterShape">The parameter's own shape.</param>
/// <param name="Offset">Index of the first element.</param>
public sealed record ParameterView(string Parameter, IReadOnlyList<long> ParameterShape, long Offset)
{
    /// <summary>Number of elements of the whole parameter.</summary>
    public long ParameterCount => ParameterShape.Aggregate(1L, (product, size) => product * size);
}
