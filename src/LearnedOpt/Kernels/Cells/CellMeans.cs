using System.Runtime.CompilerServices;
using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Cells;

/// <summary>The means over one input tensor that a layer reads: which sums are collected while its blocks go by, and what follows from them.</summary>
internal sealed unsafe class CellMeans
{
    private readonly CellTensor tensor;
    private readonly KernelSet kernels;
    private readonly int channels;
    private readonly int stride;
    private readonly bool singleColumn;
    private readonly bool isPlain;
    private readonly List<CellMean> means = [];
    private readonly CellMean[] cells;
    private readonly CellMean[] collected;
    private readonly CellMean[] entries;
    private readonly CellMean? rows;
    private FloatBuffer? copy;

    /// <param name="tensor">The tensor.</param>
    /// <param name="count">Its elements.</param>
    /// <param name="patterns">What is read.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="stride">Floats of a cell.</param>
    /// <param name="kernels">The vector width.</param>
    public CellMeans(CellTensor tensor, long count, IEnumerable<AxisPattern> patterns, IReadOnlyList<long> shape, int channels, int stride, KernelSet kernels)
    {
        (this.tensor, this.channels, this.stride, this.kernels) = (tensor, channels, stride, kernels);
        singleColumn = tensor.Grid.PerRow == 1;
        AxisPattern[] all = [.. patterns];
        foreach (AxisPattern pattern in all.Where(pattern => pattern.HasDiagonal))
            Diagonal(pattern, shape);
        foreach (int[] kept in all.Where(pattern => !pattern.HasDiagonal).Select(tensor.Kept).Where(kept => kept.Length < tensor.Order.Length)
            .OrderByDescending(tensor.HasInner).ThenByDescending(kept => kept.Length))
        {
            if (Find(kept) is null)
                Plain(kept);
        }

        foreach (CellMean mean in means)
            mean.Factor = mean.Factor > 0 ? mean.Factor : count == 0 ? 0f : (float)((double)mean.Format.Count / count);
        cells = [.. means.Where(mean => mean.Source == MeanSource.Cells)];
        entries = [.. means.Where(mean => mean.Source == MeanSource.Entries)];
        collected = [.. means.Where(mean => mean.Parent is null)];
        isPlain = !singleColumn && tensor.Order.Length == 2 && cells.Length == 1 && entries.Length == 0 && means.Exists(mean => mean.Source == MeanSource.Rows);
        rows = means.Find(mean => mean.Source == MeanSource.Rows);
    }

    /// <summary>What a product reads for a pattern: a mean, or the tensor as it is.</summary>
    public CellInput Input(AxisPattern pattern)
    {
        if (pattern.HasDiagonal)
            return new CellInput(diagonals[pattern].Format, diagonals[pattern].Buffer);
        int[] kept = tensor.Kept(pattern);
        if (kept.Length == tensor.Order.Length)
            return new CellInput(tensor.Whole, tensor.Number);
        CellMean mean = Find(kept)!;
        return new CellInput(mean.Format, mean.Buffer);
    }

    /// <summary>A copy of the whole tensor, for products that are taken when its hidden channels are gone.</summary>
    public CellInput Copy() => new(tensor.Whole, copy ??= new FloatBuffer((long)tensor.Grid.Cells * stride));

    /// <summary>Clears that copy.</summary>
    public void ForgetCopy() => copy?.Span.Clear();

    /// <summary>Before a sweep.</summary>
    public void Clear()
    {
        foreach (CellMean mean in collected)
            mean.Buffer.Span.Clear();
    }

    /// <summary>Before a panel: [3 rows] cells that collect the sums of its rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void BeginPanel(float* rowSums)
    {
        if (rows is not null && !singleColumn)
            new Span<float>(rowSums, CellGrid.Block * stride).Clear();
    }

    /// <summary>
    /// The cell that a block's results are added to, if the sums over rows and over columns are all that is needed: then the kernel
    /// adds them where it has the results in registers, and <see cref="Add"/> is not called.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float* ColumnSums(int chunk, in CellBlock block) =>
        isPlain && channels % 8 == 0 && kernels.Width == CellGrid.Lanes && block.Count == CellGrid.Block && tensor.Grid.LanesOf(block.Column) == CellGrid.Lanes
            && copy is null
            ? cells[0].Sums(chunk) + ((long)block.Column * stride)
            : null;

    /// <summary>Takes a block, its first cell at <paramref name="y"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int chunk, in CellBlock block, float* y, int yStride, float* rowSums)
    {
        int count = channels * CellGrid.Lanes;
        foreach (CellMean mean in cells)
        {
            float* sums = mean.Sums(chunk);
            ReadOnlySpan<int> to = mean.Map.AsSpan(block.Position, block.Count);
            if (to.Length == CellGrid.Block && to[0] == to[1] && to[0] == to[2])
            {
                kernels.AddThreeCells(sums + ((long)to[0] * stride), y, yStride, count);
                continue;
            }

            for (int cell = 0; cell < to.Length; cell++)
                kernels.AddCells(sums + ((long)to[cell] * stride), y + ((long)cell * yStride), count, 1f);
        }

        for (int cell = 0; singleColumn && rows is not null && cell < block.Count; cell++)
            kernels.AddEntries(rows.Buffer.Pointer + rows.Place(block.Row + cell), y + ((long)cell * yStride), channels);
        for (int cell = 0; !singleColumn && rows is not null && cell < block.Count; cell++)
            kernels.AddCells(rowSums + ((block.IsSingleRow ? 0L : cell) * stride), y + ((long)cell * yStride), count, 1f);
        for (int cell = 0; copy is not null && cell < block.Count; cell++)
            new ReadOnlySpan<float>(y + ((long)cell * yStride), count).CopyTo(new Span<float>(copy.Pointer + ((long)(block.Position + cell) * stride), count));
        foreach (CellMean mean in entries)
            AddEntries(mean, chunk, block, y, yStride);
    }

    /// <summary>After a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void EndPanel(int panel, float* rowSums)
    {
        for (int row = 0; !singleColumn && rows is not null && row < tensor.Grid.RowsOf(panel); row++)
        {
            float* target = rows.Buffer.Pointer + rows.Place((panel * CellGrid.Block) + row);
            kernels.AddEntries(target, rowSums + ((long)row * stride), channels);
        }
    }

    /// <summary>After a sweep: sums become means.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Finish()
    {
        foreach (CellMean mean in means)
            mean.Collect(kernels);
        foreach (CellMean mean in means)
            mean.Scale(kernels);
    }

    private readonly Dictionary<AxisPattern, CellMean> diagonals = [];

    private CellMean? Find(int[] kept) => means.Find(mean => mean.Source != MeanSource.Entries && mean.Kept.SequenceEqual(kept));

    private CellMean Plain(int[] kept)
    {
        CellFormat format = tensor.Format(kept);
        bool inner = tensor.HasInner(kept);
        CellMean? parent = means.Where(mean => mean.Source != MeanSource.Entries && kept.All(mean.Kept.Contains)).MinBy(mean => mean.Format.Grid.Cells);
        if (parent is null && inner)
            return New(kept, format, MeanSource.Cells, null, tensor.Cells(kept));
        if (parent is null)
        {
            int[] outer = tensor.Order.Length == 0 ? [] : tensor.Order[..^1];
            parent = New(outer, tensor.Format(outer), MeanSource.Rows, null, []);
            if (kept.SequenceEqual(outer))
                return parent;
        }

        MeanSource source = inner ? MeanSource.MeanCells : tensor.HasInner(parent.Kept) || kept.Length == 0 ? MeanSource.MeanRows : MeanSource.MeanEntries;
        return New(kept, format, source, parent, kept.Length == 0 && !tensor.HasInner(parent.Kept) ? [0] : tensor.Rows(parent.Kept, kept));
    }

    private CellMean New(int[] kept, CellFormat format, MeanSource source, CellMean? parent, int[] map)
    {
        var mean = new CellMean(kept, format, source, parent, map, tensor.Chunks, channels, stride);
        means.Add(mean);
        return mean;
    }

    private void Diagonal(AxisPattern pattern, IReadOnlyList<long> shape)
    {
        if (diagonals.ContainsKey(pattern))
            return;
        CellFormat format = DiagonalFormat(pattern, shape);
        int[] map = DiagonalPlaces(tensor, pattern, shape, format);
        CellMean mean = New(format.Axes, format, MeanSource.Entries, null, map);
        long visited = map.Count(place => place >= 0);
        mean.Factor = visited == 0 ? 1f : (float)((double)format.Count / visited);
        diagonals[pattern] = mean;
    }

    /// <summary>The entries of a pattern with diagonals: one row, an axis for each block of more than one entry.</summary>
    public static CellFormat DiagonalFormat(AxisPattern pattern, IReadOnlyList<long> shape)
    {
        int[] blocks = pattern.Blocks.ToArray();
        int[] axes = [.. Enumerable.Range(0, pattern.Kept).Select(block => Array.IndexOf(blocks, block)).Where(axis => shape[axis] != 1)];
        return CellFormat.Flat(axes, [.. axes.Select(axis => (int)shape[axis])]);
    }

    /// <summary>For each place (cell * 16 + lane) of a tensor the place in the pattern's entries, or -1 off the diagonal.</summary>
    public static int[] DiagonalPlaces(CellTensor tensor, AxisPattern pattern, IReadOnlyList<long> shape, CellFormat format)
    {
        int[] places = Plans.Places.Of(shape, pattern);
        var map = new int[tensor.Grid.Cells * CellGrid.Lanes];
        Array.Fill(map, -1);
        for (int row = 0, entry = 0; row < tensor.Grid.Rows; row++)
        {
            for (int inner = 0; inner < tensor.Grid.Inner; inner++, entry++)
            {
                int place = places[tensor.RowStart[row] + (inner * tensor.InnerStride)];
                map[tensor.Whole.Place(entry)] = place < 0 ? -1 : format.Place(place);
            }
        }

        return map;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddEntries(CellMean mean, int chunk, in CellBlock block, float* y, int yStride)
    {
        float* sums = mean.Sums(chunk);
        for (int i = 0; i < block.Count * CellGrid.Lanes; i++)
        {
            int place = mean.Map[(block.Position * CellGrid.Lanes) + i];
            if (place < 0)
                continue;
            float* target = sums + ((long)(place / CellGrid.Lanes) * stride) + (place % CellGrid.Lanes);
            float* from = y + ((long)(i / CellGrid.Lanes) * yStride) + (i % CellGrid.Lanes);
            for (int c = 0; c < channels * CellGrid.Lanes; c += CellGrid.Lanes)
                target[c] += from[c];
        }
    }
}
