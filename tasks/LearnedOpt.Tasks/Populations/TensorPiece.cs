using System.Runtime.InteropServices;
using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tasks.Populations;

/// <summary>
/// One tensor of a weight space inside a parameter's memory. Contiguous pieces are used where they lie; strided ones (columns
/// that read a concatenation) go through a copy. Disposing frees the copy.
/// </summary>
internal sealed unsafe class TensorPiece : IDisposable
{
    private readonly WeightTensor _tensor;
    private readonly long[]? _places;
    private float* _copy;

    /// <param name="tensor">The tensor.</param>
    /// <param name="parameter">Number of the parameter that holds it.</param>
    public TensorPiece(WeightTensor tensor, int parameter)
    {
        (_tensor, Parameter) = (tensor, parameter);
        if (tensor.View.IsContiguous) return;
        _places = Places(tensor);
        _copy = (float*)NativeMemory.AlignedAlloc((nuint)(2 * tensor.Count * sizeof(float)), 64);
    }

    public int Parameter { get; }

    /// <summary>The tensor, given the first elements of the parameter and of its gradient (or null).</summary>
    public ParameterSlice Slice(float* weights, float* gradients)
    {
        if (_places is null)
            return new ParameterSlice(weights + _tensor.View.Offset, gradients == null ? null : gradients + _tensor.View.Offset, _tensor.Count);
        for (var i = 0; i < _places.Length; i++) _copy[i] = weights[_places[i]];
        if (gradients == null) return new ParameterSlice(_copy, null, _tensor.Count);
        var copy = _copy + _tensor.Count;
        for (var i = 0; i < _places.Length; i++) copy[i] = gradients[_places[i]];
        return new ParameterSlice(_copy, copy, _tensor.Count);
    }

    /// <summary>After the step: what was updated in the copy goes home.</summary>
    public void WriteBack(float* weights)
    {
        if (_places is null) return;
        for (var i = 0; i < _places.Length; i++) weights[_places[i]] = _copy[i];
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_copy);
        _copy = null;
    }

    /// <summary>Of each element of a tensor, its place in the parameter's memory.</summary>
    internal static long[] Places(WeightTensor tensor)
    {
        var strides = tensor.View.StridesFor(tensor.Shape);
        var places = new long[tensor.Count];
        for (var i = 0L; i < places.Length; i++)
        {
            var (rest, place) = (i, tensor.View.Offset);
            for (var axis = tensor.Rank - 1; axis >= 0; axis--)
            {
                place += rest % tensor.Shape[axis] * strides[axis];
                rest /= tensor.Shape[axis];
            }

            places[i] = place;
        }

        return places;
    }
}
