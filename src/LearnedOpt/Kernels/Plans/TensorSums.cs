using LearnedOpt.Functionals;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Kernels.Plans;

/// <summary>The sums over one tensor that its reductions need, collected tile by tile.</summary>
internal sealed unsafe class TensorSums(WeightTensor tensor, int channels, KernelSet kernels)
{
    private readonly List<(int[] Places, FloatBuffer Values, int Stride)> scatters = [];
    private readonly List<FloatBuffer> buffers = [];
    private FloatBuffer? copy;
    private StatisticsRun[] runs = [];
    private FloatBuffer? behind;

    private int Leading { get; } = Math.Max(1, tensor.Roles.TakeWhile(role => role == tensor.Roles[0]).Count() % Math.Max(1, tensor.Rank));

    /// <summary>Sums over all that is behind the first axes which <paramref name="pattern"/> keeps.</summary>
    public PlannedReduction Prefix(AxisPattern pattern, FloatBuffer values)
    {
        int rows = (int)pattern.Count;
        int rest = rows == 0 ? 0 : (int)(tensor.Count / rows);
        ref StatisticsRun run = ref RunOf(rest);
        run.RowSums = values.Pointer;
        run.RowStride = PlannedReduction.StrideOf(rows);
        buffers.Add(values);
        return new PlannedReduction(pattern, values, values, rows, null, isSum: true, tensor.Count);
    }

    /// <summary>True for a pattern that averages over all axes of a tensor's first role (over the first axis, if there is one role).</summary>
    public bool IsBehind(AxisPattern pattern)
    {
        for (int axis = 0; axis < Leading; axis++)
        {
            if (pattern.Blocks[axis] < pattern.Kept)
                return false;
        }

        return !pattern.HasDiagonal;
    }

    /// <summary>A pattern of that form: from the sums over those axes alone.</summary>
    public PlannedReduction Behind(AxisPattern pattern, FloatBuffer values)
    {
        int rows = (int)tensor.Shape.Take(Leading).Aggregate(1L, (product, size) => product * size);
        int rest = rows == 0 ? 0 : (int)(tensor.Count / rows);
        if (behind is null)
        {
            behind = new FloatBuffer((long)channels * PlannedReduction.StrideOf(rest));
            ref StatisticsRun run = ref RunOf(rest);
            run.RestSums = behind.Pointer;
            run.RestStride = PlannedReduction.StrideOf(rest);
            buffers.Add(behind);
        }

        int[] axes = [.. Enumerable.Range(0, tensor.Rank - Leading).Where(axis => pattern.Blocks[axis + Leading] < pattern.Kept)];
        int[] places = Places.Keep([.. tensor.Shape.Skip(Leading)], axes);
        return new PlannedReduction(pattern, values, behind, rest, rest == 0 ? [] : places, isSum: true, tensor.Count);
    }

    /// <summary>Any pattern, by a table of places.</summary>
    public PlannedReduction Scatter(AxisPattern pattern, FloatBuffer values)
    {
        int[] places = Places.Of(tensor.Shape, pattern);
        scatters.Add((places, values, PlannedReduction.StrideOf(pattern.Count)));
        buffers.Add(values);
        return new PlannedReduction(pattern, values, values, (int)pattern.Count, null, isSum: true, places.Count(place => place >= 0));
    }

    /// <summary>The tensor itself.</summary>
    public PlannedReduction Copy(AxisPattern pattern, FloatBuffer values)
    {
        copy = values;
        return new PlannedReduction(pattern, values, values, (int)pattern.Count, null, isSum: true);
    }

    /// <summary>The sums of rows and columns, if they are all that is needed.</summary>
    public bool TryGetOnly(out StatisticsRun only)
    {
        only = runs is [StatisticsRun first] ? first : default;
        return runs.Length == 1 && scatters.Count == 0 && copy is null;
    }

    public void Clear()
    {
        foreach (FloatBuffer buffer in buffers)
            buffer.Span.Clear();
    }

    public void Add(float* tile, int stride, long first, int count, double* squares)
    {
        if (squares != null)
            kernels.Statistics(new StatisticsRun { Tile = tile, Stride = stride, Channels = channels, Count = count, Squares = squares });
        for (int c = 0; copy is not null && c < channels; c++)
        {
            var row = new ReadOnlySpan<float>(tile + (c * stride), count);
            row.CopyTo(copy.Span.Slice((c * PlannedReduction.StrideOf(tensor.Count)) + (int)first, count));
        }

        for (int i = 0; i < runs.Length; i++)
        {
            StatisticsRun run = runs[i];
            run.Tile = tile;
            run.Stride = stride;
            run.First = first;
            run.Count = count;
            kernels.Statistics(run);
        }

        for (int i = 0; i < scatters.Count; i++)
        {
            (int[] places, FloatBuffer values, int valueStride) = scatters[i];
            for (int c = 0; c < channels; c++)
            {
                float* x = tile + (c * stride);
                float* y = values.Pointer + ((long)c * valueStride);
                for (int e = 0; e < count; e++)
                {
                    int place = places[first + e];
                    if (place >= 0)
                        y[place] += x[e];
                }
            }
        }
    }

    private ref StatisticsRun RunOf(int rest)
    {
        for (int i = 0; i < runs.Length; i++)
        {
            if (runs[i].Rest == Math.Max(1, rest))
                return ref runs[i];
        }

        runs = [.. runs, new StatisticsRun { Channels = channels, Rest = Math.Max(1, rest) }];
        return ref runs[^1];
    }
}
