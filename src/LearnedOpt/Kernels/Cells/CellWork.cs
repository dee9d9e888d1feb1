namespace LearnedOpt.Kernels.Cells;

/// <summary>What the cell kernel computes: y[o] = max(floor, row[o] + sum of starts[o] + sum over segments, i of W[i][o] x[i]) for up to three cells.</summary>
internal unsafe struct CellWork
{
    /// <summary>Pairs of inputs (the first cell, <see cref="Stride"/> floats before the next) and packed matrices.</summary>
    public float** X, W;

    public int Segments, ChannelsIn, Stride;

    /// <summary>The first cell of the block that comes next, fetched meanwhile; or any readable place.</summary>
    public float* Next;

    /// <summary>[Starts, 3]: cells that sums begin with.</summary>
    public float** Start;

    public int Starts;

    /// <summary>[3]: a number for each output, sixteen floats apart, that all entries of a cell begin with.</summary>
    public float** Row;

    /// <summary>Results, <see cref="OutputStride"/> floats from cell to cell.</summary>
    public float* Y;

    public int OutputStride, Outputs, Count;

    /// <summary>Floats from a result to a line that will be written soon, fetched meanwhile; 0 where results go to lines that are near.</summary>
    public long Ahead;

    /// <summary>A cell that the sum of three result cells is added to, and three, <see cref="OutputStride"/> floats apart, that one each is added to; or null.</summary>
    public float* ColumnSums, RowSums;

    /// <summary>0 for a ReLU, negative infinity for none.</summary>
    public float Floor;

    /// <summary>[3]: entries that count in each cell; the others are set to zero.</summary>
    public int* Lanes;
}
