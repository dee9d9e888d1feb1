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

    public TensorTables(LayerPlan plan, OutputPlan output, int without)
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
        behind = [.. plain.Where(table => !Keeps(table, 0)).Select(table => (table, PlacesBehind(tensor, table)))];
        scattered = [.. smaller.Where(table => table.Pattern.HasDiagonal || (table.Pattern.Kept > 0 && Keeps(table, 0) && table != byFirst && !IsPrefix(table)))
            .Select(table => (table, Places.Of(tensor.Shape, table.Pattern)))];
        bool split = byFirst is not null || behind.Length > 0;
        rows = split ? (int)tensor.Shape[0] : 1;
        rest = rows == 0 ? 0 : (int)(tensor.Count / rows);
        rowTable = new FloatBuffer((long)channels * PlannedReduction.StrideOf(rows));
        if (behind.Length > 0)
            restTable = new FloatBuffer((long)channels * PlannedReduction.StrideOf(rest));
    }

    /// <summary>The tables, one for each pattern; that of the identity is for what comes from other elements.</summary>
    public PatternTable[] Patterns { get; }

    /// <summary>What every element gets, [channels]: its bias and, after <see cref="Combine"/>, what comes from totals.</summary>
    public FloatBuffer Constant { get; }

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
            RestStride = PlannedReduction.StrideOf(rest),
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

    private static int[]? PlacesBehind(WeightTensor tensor, PatternTable table)
    {
        int[] places = Places.Keep([.. tensor.Shape.Skip(1)], [.. Enumerable.Range(0, tensor.Rank - 1).Where(axis => Keeps(table, axis + 1))]);
        return Places.IsIdentity(places) ? null : places;
    }

    private void CombineBehind()
    {
        int stride = PlannedReduction.StrideOf(rest);
        restTable!.Span.Clear();
        foreach ((PatternTable table, int[]? places) in behind)
        {
            for (int c = 0; c < channels; c++)
            {
                float* target = restTable.Pointer + ((long)c * stride);
                float* from = table.Table.Pointer + ((long)c * table.Stride);
                if (places is null)
                    SpanMath.Add(target, from, rest, 1f);
                else
                    SpanMath.Gather(target, from, places, 1f);
            }
        }
    }
}
