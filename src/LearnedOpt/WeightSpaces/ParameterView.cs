namespace LearnedOpt.WeightSpaces;

/// <summary>Where the elements of a weight tensor lie in a model parameter's row-major memory.</summary>
/// <param name="Parameter">Name of the parameter in the model, for example <c>lstm.weight_ih_l0</c>.</param>
/// <param name="ParameterShape">The parameter's own shape.</param>
/// <param name="Offset">Index of the first element.</param>
/// <param name="Strides">
/// Elements between neighbours along each axis of the weight tensor; null: the tensor is a contiguous piece, as nearly
/// always. Columns that read a concatenation are the exception.
/// </param>
public sealed record ParameterView(string Parameter, IReadOnlyList<long> ParameterShape, long Offset, IReadOnlyList<long>? Strides = null)
{
    /// <summary>Number of elements of the whole parameter.</summary>
    public long ParameterCount => ParameterShape.Aggregate(1L, (product, size) => product * size);

    /// <summary>True when the tensor's elements follow each other in memory, row major.</summary>
    public bool IsContiguous => Strides is null;

    /// <summary>Strides for a tensor of the given shape, contiguous or not.</summary>
    public long[] StridesFor(IReadOnlyList<long> shape) => Strides is null ? RowMajor(shape) : [.. Strides];

    /// <summary>Strides of a contiguous row-major tensor.</summary>
    internal static long[] RowMajor(IReadOnlyList<long> shape)
    {
        var strides = new long[shape.Count];
        var stride = 1L;
        for (var axis = shape.Count - 1; axis >= 0; stride *= shape[axis], axis--)
            strides[axis] = stride;
        return strides;
    }
}
