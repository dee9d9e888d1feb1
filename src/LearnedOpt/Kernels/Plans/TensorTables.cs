using LearnedOpt.Functionals;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// The tables that are broadcast over one output tensor, brought into few forms: one over the first axis, one over all axes
/// behind it, some over longer prefixes of the axes, and, for diagonals and rare patterns, some by a table of places.
/// </summary>
internal sealed unsafe class TensorTables
{
    private readonly int channels;
    private readonly int rows;
    private readonly int rest;
    private readonly FloatBuffer rowTable;
    private readonly PatternTable? byFirst;
    private readonly PatternTable? whole;
    private readonly FloatBuffer zeros;
    private readonly PatternTable[] totals;
    private readonly (PatternTable Table, int[]? Places)[] behind;
    private readonly PatternTable[] prefixes;
    private readonly (PatternTable Table, int[] Places)[] scattered;
    private readonly FloatBuffer? restTable;
    private readonly int restStride;
    private readonly int tapKernels, tapStride;

    /// <param name="plan">The layer.</param>
    /// <param name="output">The tensor and its patterns.</param>
    /// <param name="without">Number of a pattern that is left out, or -1.</param>
    /// <param name="taps">Of tensors whose kernels are to be side by side, the taps of a kernel; else 0.</param>
    public TensorTables(LayerPlan plan, OutputPlan output, int without, int taps)
    {
        WeightTensor tensor = plan.Coefficients.Space.Tensors[output.Tensor];
        channels = plan.Coefficients.OutputChannels;
        Constant = new FloatBuffer(channels);
        zeros = new FloatBuffer((long)channels * 16);
        Patterns = [.. output.Patterns.Where((_, number) => number != without).Select(pattern => new PatternTable(plan, pattern)).Where(table => table.Products.Length > 0)];
        whole = Patterns.FirstOrDefault(table => table.Pattern.IsIdentity);
        PatternTable[] smaller = [.. Patterns.Where(table => table != whole)];
        totals = [.. smaller.Where(table => table.Pattern.Kept == 0 && !table.Pattern.HasDiagonal)];
        PatternTable[] plain = [.. smaller.Where(table => table.Pattern.Kept > 0 && !table.Pattern.HasDiagonal)];
        byFirst = plain.FirstOrDefault(table => table.Pattern.Kept == 1 && Keeps(table, 0));
        prefixes = [.. plain.Where(table => table != byFirst && IsPrefix(table))];
        scattered = [.. smaller.Where(table => table.Pattern.HasDiagonal || (table.Pattern.Kept > 0 && Keeps(table, 0) && table != byFirst && !IsPrefix(table)))
            .Select(table => (table, Places.Of(tensor.Shape, table.Pattern)))];
        PatternTable[] shared = [.. plain.Where(table => !Keeps(table, 0))];
        rows = byFirst is not null || shared.Length > 0 ? (int)tensor.Shape[0] : 1;
        rest = rows == 0 ? 0 : (int)(tensor.Count / rows);
        HasRows = whole is null && prefixes.Length == 0 && scattered.Length == 0;
        tapKernels = HasRows && taps > 0 ? rest / taps : 0;
        tapStride = tapKernels > 0 ? FloatBuffer.RoundUp(tapKernels + FloatBuffer.Slack) : 0;
        restStride = PlannedReduction.StrideOf(tapStride > 0 ? taps * tapStride : rest);
        behind = [.. shared.Select(table => (table, PlacesBehind(tensor, table, taps)))];
        rowTable = new FloatBuffer((channels + 1L) * PlannedReduction.StrideOf(rows));
        if (behind.Length > 0)
            restTable = new FloatBuffer((channels + 1L) * restStride);
    }

    /// <summary>The tables, one for each pattern; that of the identity is for what comes from other elements.</summary>
    public PatternTable[] Patterns { get; }

    /// <summary>What every element gets, [channels]: its bias and, after <see cref="Combine"/>, what comes from totals.</summary>
    public FloatBuffer Constant { get; }

    /// <summary>True when the tables are one over rows and one over what is behind them.</summary>
    public bool HasRows { get; }

    /// <summary>True when kernels are side by side: the latter table is then [channels, tap, kernel], the first kernels once more behind the last.</summary>
    public bool HasTaps => tapStride > 0;

    /// <summary>Brings the freshly computed patterns into their few forms.</summary>
    public void Combine()
    {
        Span<float> constant = Constant.Span;
        foreach (PatternTable total in totals)
        {
            for (int c = 0; c < channels; c++)
                constant[c] += total.Table.Pointer[(long)c * total.Stride];
        }

        int rowStride = PlannedReduction.StrideOf(rows);
        for (int c = 0; c < channels; c++)
        {
            Span<float> row = rowTable.Span.Slice(c * rowStride, rows);
            row.Fill(constant[c]);
            if (byFirst is not null)
                SpanMath.Add(rowTable.Pointer + ((long)c * rowStride), byFirst.Table.Pointer + ((long)c * byFirst.Stride), rows, 1f);
        }

        if (restTable is not null)
            CombineBehind();
    }

    /// <summary>Where the sums of a run of elements begin, if that is in the tables as they are: in a single row, without further tables.</summary>
    public bool TryBegin(long first, int count, out SumBegin begin)
    {
        long row = first / Math.Max(1, rest), column = first - (row * rest);
        begin = BeginRow(row);
        begin.Tile = restTable is null ? null : restTable.Pointer + column;
        begin.TileStride = restStride;
        return column + count <= rest && HasRows;
    }

    /// <summary>
    /// What all elements of their rows get, for kernels from <paramref name="kernel"/> on that are side by side, at most two rows of them;
    /// <paramref name="lanes"/> [channels, width] is at hand for those of two.
    /// </summary>
    public SumBegin BeginRows(long kernel, int width, float* lanes)
    {
        long row = kernel / tapKernels;
        int split = (int)Math.Min(width, ((row + 1) * tapKernels) - kernel);
        if (split == width || row + 1 == rows)
            return BeginRow(row);
        SumBegin begin = BeginRow(row);
        for (int c = 0; c < channels; c++)
        {
            float* value = begin.Values + ((long)c * begin.ValueStride);
            new Span<float>(lanes + (c * width), split).Fill(value[0]);
            new Span<float>(lanes + (c * width) + split, width - split).Fill(value[1]);
        }

        return new SumBegin { Values = lanes, ValueStride = width, HasLanes = true };
    }

    /// <summary>Where the sums of these kernels begin, [tap, lane], if their own values [channels, width] include the rows'.</summary>
    public SumBegin BeginTaps(float* own, int width, long kernel) => new()
    {
        Values = own,
        ValueStride = width,
        HasLanes = true,
        Tile = restTable is null ? null : restTable.Pointer + (kernel % tapKernels),
        TileStride = restStride,
        VectorStride = tapStride,
    };

    private SumBegin BeginRow(long row) => new() { Values = rowTable.Pointer + row, ValueStride = PlannedReduction.StrideOf(rows) };

    /// <summary>Writes constants and tables to a tile [channels, stride] for a run of elements.</summary>
    public void Spread(KernelSet kernels, long first, int count, float* output, int stride)
    {
        var run = new StartRun
        {
            Output = output,
            Stride = stride,
            Channels = channels,
            First = first,
            Count = count,
            Rest = Math.Max(1, rest),
            RowTable = rowTable.Pointer,
            RowStride = PlannedReduction.StrideOf(rows),
            RestTable = restTable is null ? null : restTable.Pointer,
            RestStride = restStride,
        };
        kernels.Start(run);
        run.Accumulate = true;
        if (whole is not null)
        {
            run.Rest = Math.Max(1, whole.Count);
            run.RowTable = zeros.Pointer;
            run.RowStride = 16;
            run.RestTable = whole.Table.Pointer;
            run.RestStride = whole.Stride;
            kernels.Start(run);
        }

        run.RestTable = null;
        foreach (PatternTable prefix in prefixes)
        {
            run.Rest = Math.Max(1, (long)rows * rest / Math.Max(1, prefix.Count));
            run.RowTable = prefix.Table.Pointer;
            run.RowStride = prefix.Stride;
            kernels.Start(run);
        }

        foreach ((PatternTable table, int[] places) in scattered)
        {
            for (int c = 0; c < channels; c++)
            {
                float* from = table.Table.Pointer + ((long)c * table.Stride);
                for (int e = 0; e < count; e++)
                {
                    int place = places[first + e];
                    if (place >= 0)
                        output[(c * stride) + e] += from[place];
                }
            }
        }
    }

    private static bool Keeps(PatternTable table, int axis) => table.Pattern.Blocks[axis] < table.Pattern.Kept;

    private static bool IsPrefix(PatternTable table)
    {
        for (int axis = 0; axis < table.Pattern.Kept; axis++)
        {
            if (!Keeps(table, axis))
                return false;
        }

        return true;
    }

    private int[]? PlacesBehind(WeightTensor tensor, PatternTable table, int taps)
    {
        int[] places = Places.Keep([.. tensor.Shape.Skip(1)], [.. Enumerable.Range(0, tensor.Rank - 1).Where(axis => Keeps(table, axis + 1))]);
        if (HasTaps)
            return Places.SideBySide(places, taps, tapStride);
        return Places.IsIdentity(places) ? null : places;
    }

    private void CombineBehind()
    {
        restTable!.Span.Clear();
        foreach ((PatternTable table, int[]? places) in behind)
        {
            for (int c = 0; c < channels; c++)
            {
                float* target = restTable.Pointer + ((long)c * restStride);
                float* from = table.Table.Pointer + ((long)c * table.Stride);
                if (places is null)
                    SpanMath.Add(target, from, rest, 1f);
                else
                    SpanMath.Gather(target, from, places, 1f);
            }
        }
    }
}
