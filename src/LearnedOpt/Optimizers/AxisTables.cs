using LearnedOpt.Kernels;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// What an equivariant layer adds to one tensor beyond its own elements: for each axis a table [channels, size] that is
/// broadcast over the other axes. Kept as two tables, over the first axis and over all the others together.
/// </summary>
internal sealed unsafe class AxisTables
{
    private readonly int channels;
    private readonly int rows;
    private readonly int rest;
    private readonly int[] sizes;
    private readonly FloatBuffer rowTable;
    private readonly FloatBuffer? restTable;
    private readonly FloatBuffer?[] axisTables;
    private readonly FloatBuffer zeros;

    public AxisTables(WeightTensor tensor, int channels)
    {
        this.channels = channels;
        sizes = [.. tensor.Shape.Select(size => checked((int)size))];
        rows = sizes.Length >= 2 ? sizes[0] : 1;
        rest = rows == 0 ? 0 : (int)(tensor.Count / rows);
        rowTable = new FloatBuffer((long)channels * FloatBuffer.RoundUp(rows));
        restTable = sizes.Length < 2 ? null : new FloatBuffer((long)channels * FloatBuffer.RoundUp(rest));
        axisTables = [.. sizes.Select((size, axis) => sizes.Length > 2 && axis > 0 ? new FloatBuffer((long)channels * FloatBuffer.RoundUp(size)) : null)];
        zeros = new FloatBuffer(channels);
    }

    /// <summary>Fills the tables: table[axis] = means[axis] x layers[axis], and <paramref name="constant"/> added once.</summary>
    public void Fill(KernelSet kernels, AxisPools pools, DenseLayer[] layers, float* constant)
    {
        if (sizes.Length < 2)
        {
            for (int c = 0; c < channels; c++)
                rowTable.Pointer[c * FloatBuffer.RoundUp(rows)] = constant[c];
            return;
        }

        for (int axis = 0; axis < sizes.Length; axis++)
        {
            FloatBuffer target = axis == 0 ? rowTable : axisTables[axis] ?? restTable!;
            int stride = FloatBuffer.RoundUp(sizes[axis]);
            kernels.Dense(
                pools.Axes[axis].Pointer, stride, layers[axis], axis == 0 ? constant : zeros.Pointer, 0,
                target.Pointer, stride, sizes[axis], relu: false);
        }

        if (sizes.Length > 2)
            AddAxes();
    }

    /// <summary>Tells the start kernel which tables to spread.</summary>
    public void Describe(ref StartRun run)
    {
        run.Channels = channels;
        run.Rest = Math.Max(1, rest);
        run.RowTable = rowTable.Pointer;
        run.RowStride = FloatBuffer.RoundUp(rows);
        run.RestTable = restTable is null ? null : restTable.Pointer;
        run.RestStride = FloatBuffer.RoundUp(rest);
    }

    private void AddAxes()
    {
        for (int c = 0; c < channels; c++)
        {
            Span<float> target = restTable!.Span.Slice(c * FloatBuffer.RoundUp(rest), rest);
            target.Clear();
            int inner = rest;
            for (int axis = 1; axis < sizes.Length; axis++)
            {
                int size = sizes[axis];
                inner /= size;
                ReadOnlySpan<float> table = axisTables[axis]!.Span.Slice(c * FloatBuffer.RoundUp(size), size);
                for (int i = 0; i < rest; i += inner)
                {
                    float value = table[i / inner % size];
                    for (int k = 0; k < inner; k++)
                        target[i + k] += value;
                }
            }
        }
    }
}
