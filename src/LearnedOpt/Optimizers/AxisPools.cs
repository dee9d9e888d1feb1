using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// The means of one tensor's channels: over everything, and for each axis of a matrix (or a tensor of more axes) over all
/// other axes. Collected as sums over a tensor seen as [rows, rest]: the first axis, and all the others.
/// </summary>
/// <remarks>A scalar or vector has the total mean only: the mean that keeps its one axis would be the element itself.</remarks>
internal sealed unsafe class AxisPools
{
    private readonly int channels;
    private readonly int[] sizes;
    private readonly int rows;
    private readonly int rest;
    private readonly FloatBuffer rowSums;
    private readonly FloatBuffer? restSums;

    public AxisPools(WeightTensor tensor, int channels)
    {
        this.channels = channels;
        sizes = [.. tensor.Shape.Select(size => checked((int)size))];
        rows = sizes.Length >= 2 ? sizes[0] : 1;
        rest = rows == 0 ? 0 : (int)(tensor.Count / rows);
        rowSums = new FloatBuffer((long)channels * FloatBuffer.RoundUp(rows));
        Total = new float[channels];
        Axes = sizes.Length >= 2 ? [.. sizes.Select(size => new FloatBuffer((long)channels * FloatBuffer.RoundUp(size)))] : [];
        restSums = sizes.Length < 2 ? null : new FloatBuffer((long)channels * FloatBuffer.RoundUp(rest));
    }

    public int Rows => rows;

    /// <summary>Elements in a row.</summary>
    public int Rest => rest;

    /// <summary>Length of each axis.</summary>
    public ReadOnlySpan<int> Sizes => sizes;

    /// <summary>Mean of each channel over all elements.</summary>
    public float[] Total { get; }

    /// <summary>For each axis the means that keep it: [channels, RoundUp(size)]. None for vectors and scalars.</summary>
    public FloatBuffer[] Axes { get; }

    public void Clear()
    {
        rowSums.Span.Clear();
        restSums?.Span.Clear();
    }

    /// <summary>Tells the statistics kernel where to add.</summary>
    public void Describe(ref StatisticsRun run)
    {
        run.Rest = Math.Max(1, rest);
        run.RowSums = rowSums.Pointer;
        run.RowStride = FloatBuffer.RoundUp(rows);
        run.RestSums = restSums is null ? null : restSums.Pointer;
        run.RestStride = FloatBuffer.RoundUp(rest);
    }

    /// <summary>Turns sums into means, each channel times its scale.</summary>
    public void Finish(float* scales)
    {
        long count = (long)rows * rest;
        for (int c = 0; c < channels; c++)
        {
            ReadOnlySpan<float> row = rowSums.Span.Slice(c * FloatBuffer.RoundUp(rows), rows);
            double total = 0;
            foreach (float sum in row)
                total += sum;
            Total[c] = count == 0 ? 0f : (float)(total / count * scales[c]);
            if (Axes.Length == 0 || count == 0)
                continue;
            Span<float> first = Axes[0].Span.Slice(c * FloatBuffer.RoundUp(rows), rows);
            float scale = scales[c] / rest;
            for (int i = 0; i < rows; i++)
                first[i] = row[i] * scale;
            FinishRest(c, scales[c]);
        }
    }

    private void FinishRest(int channel, float scale)
    {
        ReadOnlySpan<float> sums = restSums!.Span.Slice(channel * FloatBuffer.RoundUp(rest), rest);
        int inner = rest;
        for (int axis = 1; axis < sizes.Length; axis++)
        {
            int size = sizes[axis];
            inner /= size;                                          // product of the axes behind this one
            Span<float> means = Axes[axis].Span.Slice(channel * FloatBuffer.RoundUp(size), size);
            float factor = scale * size / ((float)rows * rest);
            if (sizes.Length == 2)
            {
                for (int i = 0; i < size; i++)
                    means[i] = sums[i] * factor;
                continue;
            }

            means.Clear();
            for (int i = 0; i < rest; i += inner)
            {
                float sum = 0f;
                for (int k = 0; k < inner; k++)
                    sum += sums[i + k];
                means[i / inner % size] += sum;
            }

            for (int i = 0; i < size; i++)
                means[i] *= factor;
        }
    }
}
