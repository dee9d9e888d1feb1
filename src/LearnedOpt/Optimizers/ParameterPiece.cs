using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// Where a tensor of the weight space lies in its parameter's row-major memory. A contiguous piece is stepped in place;
/// one with strides is gathered before the step and scattered after it.
/// </summary>
internal sealed unsafe class ParameterPiece
{
    private readonly long count, offset, length, stride;
    private readonly long[] rows = [];
    private readonly FloatBuffer? weights, gradients;

    /// <param name="index">Position of the tensor in its space.</param>
    /// <param name="tensor">The tensor.</param>
    public ParameterPiece(int index, WeightTensor tensor)
    {
        (Index, count, offset) = (index, tensor.Count, tensor.View.Offset);
        if (tensor.View.IsContiguous || count == 0)
            return;
        long[] strides = tensor.View.StridesFor(tensor.Shape);
        (length, stride) = (tensor.Shape[^1], strides[^1]);
        rows = new long[count / length];
        for (long row = 0; row < rows.Length; row++)
        {
            rows[row] = offset;
            long rest = row;
            for (int axis = tensor.Rank - 2; axis >= 0; rest /= tensor.Shape[axis], axis--)
                rows[row] += rest % tensor.Shape[axis] * strides[axis];
        }

        (weights, gradients) = (new FloatBuffer(count), new FloatBuffer(count));
    }

    /// <summary>Position of the tensor in its space.</summary>
    public int Index { get; }

    /// <summary>What the stepper skips.</summary>
    public ParameterSlice Closed => new(null, null, count);

    /// <summary>The piece of a parameter whose memory begins at the given places.</summary>
    public ParameterSlice Open(float* weight, float* gradient, float scale)
    {
        if (weights is null)
            return new ParameterSlice(weight + offset, gradient + offset, count, scale);
        Gather(weight, weights.Pointer);
        Gather(gradient, gradients!.Pointer);
        return new ParameterSlice(weights.Pointer, gradients.Pointer, count, scale);
    }

    /// <summary>Puts stepped weights back where they came from.</summary>
    public void Close(float* weight)
    {
        if (weights is null)
            return;
        float* source = weights.Pointer;
        foreach (long row in rows)
        {
            for (long i = 0; i < length; i++)
                weight[row + (i * stride)] = *source++;
        }
    }

    private void Gather(float* source, float* target)
    {
        foreach (long row in rows)
        {
            for (long i = 0; i < length; i++)
                *target++ = source[row + (i * stride)];
        }
    }
}
