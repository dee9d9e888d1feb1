using System.Runtime.CompilerServices;
using LearnedOpt.Functionals;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Kernels.Cells;

/// <summary>
/// All that a layer writes to one tensor: products that are taken cell by cell, and tables that the sums of each cell begin
/// with. Tables are few: one number for each row, and cells for the patterns that keep the innermost axis, smaller ones merged
/// into larger ones.
/// </summary>
internal sealed unsafe class CellOutput
{
    private readonly CellTensor tensor;
    private readonly int channelsIn;
    private readonly int channelsOut;
    private readonly int stride;
    private readonly int tableStride;                       // tables and diagonals have the layer's outputs only
    private readonly List<CellGather> gathers = [];
    private readonly List<CellProduct> own = [];
    private readonly List<CellProjectionReading> projected = [];
    private readonly List<(CellTable Table, CellProjectionReading Reading, float Factor)> sums = [];
    private readonly CellTable constant;
    private readonly CellTable? rowTable;
    private readonly List<CellTable> tables = [];
    private readonly CellTable[] starts;
    private readonly List<(CellTable Table, int[] Places, int Number)> diagonals = [];
    private readonly FloatBuffer? diagonal;
    private readonly FloatBuffer zeros;

    public CellOutput(LayerPlan plan, OutputPlan output, int channelsIn, ref int diagonalNumber, CellTensor[] tensors, CellMeans[] means, CellProjection[]? projections, HashSet<int> projectedMeans, CellScratch scratch, int stride)
    {
        Coefficients layer = plan.Coefficients;
        (this.channelsIn, channelsOut, this.stride, tableStride) = (channelsIn, layer.OutputChannels, stride, layer.OutputChannels * CellGrid.Lanes);
        tensor = tensors[output.Tensor];
        zeros = new FloatBuffer(Math.Max(stride, tableStride));
        constant = new CellTable([], CellFormat.Flat([], []), tableStride);
        WeightTensor shape = layer.Space.Tensors[output.Tensor];
        foreach (PatternPlan pattern in output.Patterns)
        {
            List<CellProduct> products = Target(pattern.Pattern, shape, ref diagonalNumber, out CellFormat format);
            foreach (Contribution contribution in pattern.Contributions)
            {
                if (projections is not null && projectedMeans.Contains(contribution.Sources[0].Reduction))
                    Sum(pattern.Pattern, projections[output.Tensor].Add(contribution.MatrixOffset, contribution.Sources[0].Scale, null, tensor.Whole), shape.Count);
                else
                    Include(plan, pattern.Pattern, contribution, format, products, means, projections, scratch);
            }
        }

        foreach (CellTable table in tables)
            table.Map = tensor.HasInner(table.Kept) ? tensor.Cells(table.Kept) : tensor.Rows(tensor.Order, table.Kept);
        CellTable[] inner = [.. tables.Where(table => tensor.HasInner(table.Kept)).OrderByDescending(table => table.Kept.Length)];
        starts = [.. inner.Where(table => !inner.Any(other => other != table && Contains(other, table)))];
        foreach (CellTable table in inner.Except(starts))
            Merge(starts.First(other => Contains(other, table)), table);
        CellTable[] flat = [.. tables.Except(inner)];
        int[] outer = tensor.Order.Length == 0 ? [] : tensor.Order[..^1];
        rowTable = flat.Length == 0 ? null : flat.FirstOrDefault(table => table.Kept.Length == outer.Length) ?? AddTable(outer);
        foreach (CellTable table in flat.Where(table => table != rowTable))
            Merge(rowTable!, table);
        diagonal = diagonals.Count == 0 ? null : scratch.Of(tensor.Number, -1, (long)tensor.Grid.Cells * tableStride);
    }

    /// <summary>The most products of one sum.</summary>
    public int MostProducts => tables.Append(constant).Concat(diagonals.Select(pair => pair.Table)).Select(table => table.Products.Count).Append(own.Count).Max();

    /// <summary>The cells that a sum begins with.</summary>
    public int StartCount => starts.Length + projected.Count + (diagonal is null ? 0 : 1);

    /// <summary>Computes the tables.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(CellLayer layer, HiddenCells? hidden, CellWorker worker)
    {
        foreach (CellProjectionReading reading in projected)
            reading.Prepare();
        foreach (CellGather gather in gathers)
            gather.Run(hidden, layer.Kernels);
        float* bias = layer.Bias(tensor.Number);
        for (int c = 0; c < channelsOut; c++)
            constant.Buffer.Pointer[c * CellGrid.Lanes] = bias[c];
        AddFew(layer, constant, hidden, worker);
        foreach (CellTable table in tables)
            Multiply(layer, table, (table == rowTable ? constant.Buffer : zeros).Pointer, hidden, worker);
        foreach ((CellTable table, CellProjectionReading reading, float factor) in sums)
        {
            for (int cell = 0; cell < table.Map.Length; cell++)
                layer.Kernels.AddCells(table.Buffer.Pointer + ((long)table.Map[cell] * tableStride), reading.Cell(cell), channelsOut * CellGrid.Lanes, factor);
        }

        foreach (CellTable table in tables)
            AddMerged(layer, table);

        for (int i = 0; i < diagonals.Count; i++)
            PutDiagonal(layer, diagonals[i].Table, diagonals[i].Places, layer.Diagonal(diagonals[i].Number), hidden, worker);
    }

    /// <summary>
    /// Prepares the blocks from <paramref name="first"/> on, <paramref name="second"/> being the one behind it, or the same where it is alone.
    /// Where results go is said block by block.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Begin(CellLayer layer, CellRun run, in CellBlock first, in CellBlock second, HiddenCells? hidden, int outputStride, bool rectify)
    {
        int moved = second.Position - first.Position;
        long step = (long)moved * stride, tableStep = (long)moved * tableStride;
        ref CellWork work = ref run.Work;
        for (int s = 0; s < own.Count; s++)
            run.SetProduct(s, own[s].Input.Cell(hidden, first.Position, stride), layer.Packed(own[s].Matrix), step);
        float* row = (rowTable ?? constant).Buffer.Pointer;
        for (int cell = 0; cell < first.Count; cell++)
        {
            int at = first.Position + cell, number = 0, entry = rowTable is null ? 0 : first.RowOf(cell);
            work.Lanes[cell] = tensor.Grid.LanesOf(first.ColumnOf(cell));
            work.Row[cell] = row + ((long)(entry / CellGrid.Lanes) * tableStride) + (entry % CellGrid.Lanes);
            foreach (CellTable table in starts)
            {
                int[] map = table.Map;
                run.SetStart(number++, cell, table.Buffer.Pointer + ((long)map[at] * tableStride), (long)(map[at + moved] - map[at]) * tableStride);
            }

            foreach (CellProjectionReading reading in projected)
                run.SetStart(number++, cell, reading.Cell(at), reading.Cell(at + moved) - reading.Cell(at));
            if (diagonal is not null)
                run.SetStart(number++, cell, diagonal.Pointer + ((long)at * tableStride), tableStep);
        }

        (work.Segments, work.ChannelsIn, work.Outputs, work.Stride) = (own.Count, channelsIn, channelsOut, stride);
        (work.OutputStride, work.Count, work.Starts, work.Floor) = (outputStride, first.Count, StartCount, rectify ? 0f : float.NegativeInfinity);
        work.Ahead = hidden is { IsPacked: true } && run.Target != null ? -first.Count * (long)outputStride : 0;
        float* next = hidden is null ? zeros.Pointer : hidden.Cell(tensor.Number, first.Position);
        run.SetNext(hidden is null ? next : next + ((hidden.Descends ? -first.Count : first.Count) * (long)stride), hidden is null ? 0 : step);
    }

    private static bool Contains(CellTable table, CellTable other) => other.Kept.All(table.Kept.Contains);

    private void Merge(CellTable into, CellTable table) => into.Merged.Add((table, tensor.HasInner(table.Kept) ? tensor.Cells(into.Kept, table.Kept) : tensor.Rows(into.Kept, table.Kept)));

    private CellTable AddTable(int[] kept)
    {
        var table = new CellTable(kept, tensor.Format(kept), tableStride);
        tables.Add(table);
        return table;
    }

    private List<CellProduct> Target(AxisPattern pattern, WeightTensor shape, ref int diagonalNumber, out CellFormat format)
    {
        if (pattern.HasDiagonal)
        {
            format = CellMeans.DiagonalFormat(pattern, shape.Shape);
            var table = new CellTable(format.Axes, format, tableStride);
            diagonals.Add((table, CellMeans.DiagonalPlaces(tensor, pattern, shape.Shape, format), diagonalNumber++));
            return table.Products;
        }

        int[] kept = tensor.Kept(pattern);
        format = tensor.Format(kept);
        if (kept.Length == tensor.Order.Length)
            return own;
        return kept.Length == 0 ? constant.Products : (tables.Find(table => table.Kept.SequenceEqual(kept)) ?? AddTable(kept)).Products;
    }

    private void Sum(AxisPattern pattern, CellProjectionReading reading, long count)
    {
        int[] kept = tensor.Kept(pattern);
        sums.Add((tables.Find(table => table.Kept.SequenceEqual(kept)) ?? AddTable(kept), reading, (float)((double)pattern.Count / Math.Max(1, count))));
    }

    private void Include(
        LayerPlan plan, AxisPattern pattern, Contribution contribution, CellFormat format, List<CellProduct> products, CellMeans[] means, CellProjection[]? projections, CellScratch scratch)
    {
        var parts = new List<(CellInput Input, float Scale, int[]? Places)>();
        foreach (Source source in contribution.Sources)
        {
            AxisPattern read = plan.Reductions[source.Reduction].Pattern;
            CellInput input = means[read.Tensor].Input(read);
            int AxisOf(int axis) => read.Blocks.IndexOf(source.AxisOrder[pattern.Blocks[axis]]);
            int[]? places = format.Matches(input.Format, AxisOf) ? null : format.PlacesIn(input.Format, AxisOf);
            if (projections is not null && input.IsTensor && products != own)
                input = means[read.Tensor].Copy();
            if (projections is not null && input.IsTensor)
                projected.Add(projections[read.Tensor].Add(contribution.MatrixOffset, source.Scale, places, format));
            else
                parts.Add((input, source.Scale, places));
        }

        if (parts is [{ Scale: 1f, Places: null } only])
        {
            products.Add(new CellProduct(contribution.Matrix, only.Input));
        }
        else if (parts.Count > 0)
        {
            var gather = new CellGather(format, channelsIn, stride, scratch.Of(tensor.Number, gathers.Count, (long)format.Grid.Cells * stride));
            foreach ((CellInput input, float scale, int[]? places) in parts)
                gather.Include(input, scale, places);
            gathers.Add(gather);
            products.Add(new CellProduct(contribution.Matrix, new CellInput(format, gather.Target)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private CellWork Begin(CellWorker worker, List<CellProduct> products, CellLayer layer, HiddenCells? hidden, int position)
    {
        for (int s = 0; s < products.Count; s++)
        {
            worker.X[s] = products[s].Input.Cell(hidden, position, stride);
            worker.W[s] = layer.Packed(products[s].Matrix);
        }

        return new CellWork
        {
            Next = zeros.Pointer,
            X = worker.X,
            W = worker.W,
            Row = worker.Row,
            Start = worker.Start,
            Lanes = worker.Lanes,
            Segments = products.Count,
            ChannelsIn = channelsIn,
            Outputs = channelsOut,
            Stride = stride,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(CellLayer layer, CellTable table, float* begin, HiddenCells? hidden, CellWorker worker)
    {
        CellGrid grid = table.Format.Grid;
        if (grid.Rows == 1 && grid.Inner <= CellTable.Few)
        {
            for (int c = 0; c < channelsOut; c++)
                new Span<float>(table.Buffer.Pointer + (c * CellGrid.Lanes), grid.Inner).Fill(begin[c * CellGrid.Lanes]);
            AddFew(layer, table, hidden, worker);
            return;
        }

        for (int panel = 0; panel < grid.Panels; panel++)
        {
            for (int number = 0; number < CellBlock.In(grid); number++)
            {
                CellBlock block = CellBlock.At(grid, panel, number);
                CellWork work = Begin(worker, table.Products, layer, hidden, block.Position);
                work.Y = table.Buffer.Pointer + ((long)block.Position * tableStride);
                (work.OutputStride, work.Count, work.Floor) = (tableStride, block.Count, float.NegativeInfinity);
                for (int cell = 0; cell < block.Count; cell++)
                {
                    worker.Row[cell] = begin;
                    worker.Lanes[cell] = grid.LanesOf(block.ColumnOf(cell));
                }

                layer.Kernels.Cells(work);
            }
        }
    }

    // A few entries: outputs are the lanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddFew(CellLayer layer, CellTable table, HiddenCells? hidden, CellWorker worker)
    {
        for (int entry = 0; entry < table.Format.Grid.Inner; entry++)
        {
            for (int s = 0; s < table.Products.Count; s++)
            {
                worker.X[s] = table.Products[s].Input.Cell(hidden, 0, stride) + entry;
                worker.W[s] = layer.Plain(table.Products[s].Matrix);
            }

            layer.Kernels.AddProducts(worker.X, worker.W, table.Products.Count, channelsIn, channelsOut, table.Buffer.Pointer + entry);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddMerged(CellLayer layer, CellTable table)
    {
        foreach ((CellTable merged, int[] map) in table.Merged)
        {
            if (!tensor.HasInner(merged.Kept))
            {
                AddRows(table, merged, map);
                continue;
            }

            for (int cell = 0; cell < map.Length; cell++)
                layer.Kernels.AddCells(table.Buffer.Pointer + ((long)cell * tableStride), merged.Buffer.Pointer + ((long)map[cell] * tableStride), channelsOut * CellGrid.Lanes, 1f);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows(CellTable table, CellTable merged, int[] map)
    {
        float** from = stackalloc float*[CellGrid.Lanes];
        for (int first = 0; first < map.Length; first += CellGrid.Lanes)
        {
            int lanes = Math.Min(CellGrid.Lanes, map.Length - first);
            for (int lane = 0; lane < lanes; lane++)
                from[lane] = merged.Buffer.Pointer + ((long)(map[first + lane] / CellGrid.Lanes) * tableStride) + (map[first + lane] % CellGrid.Lanes);
            float* target = table.Buffer.Pointer + ((long)(first / CellGrid.Lanes) * tableStride);
            CellGather.AddLanes(target, from, lanes, channelsOut, 1f);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PutDiagonal(CellLayer layer, CellTable table, int[] places, float* begin, HiddenCells? hidden, CellWorker worker)
    {
        Multiply(layer, table, begin, hidden, worker);
        bool first = table == diagonals[0].Table;
        if (first)
            diagonal!.Span.Clear();
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] < 0)
                continue;
            float* target = diagonal!.Pointer + ((long)(i / CellGrid.Lanes) * tableStride) + (i % CellGrid.Lanes);
            float* from = table.Buffer.Pointer + ((long)(places[i] / CellGrid.Lanes) * tableStride) + (places[i] % CellGrid.Lanes);
            for (int c = 0; c < channelsOut * CellGrid.Lanes; c += CellGrid.Lanes)
                target[c] += from[c];
        }
    }
}
