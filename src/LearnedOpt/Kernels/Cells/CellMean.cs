using System.Runtime.CompilerServices;

namespace LearnedOpt.Kernels.Cells;

/// <summary>How a mean comes about.</summary>
internal enum MeanSource
{
    /// <summary>Cells are added up while blocks go by.</summary>
    Cells,

    /// <summary>The entries of each row are added up while blocks go by.</summary>
    Rows,

    /// <summary>Single entries, those of a diagonal, are added up while blocks go by.</summary>
    Entries,

    /// <summary>From the cells of another mean, which keeps the innermost axis too.</summary>
    MeanCells,

    /// <summary>From another mean's cells, over their entries.</summary>
    MeanRows,

    /// <summary>From another mean's entries.</summary>
    MeanEntries,
}

/// <summary>A sum over some axes of a tensor, in the end scaled to a mean.</summary>
internal sealed unsafe class CellMean
{
    private readonly int channels;
    private readonly int stride;

    /// <param name="kept">Axes kept, in the order of <paramref name="format"/>.</param>
    /// <param name="format">Where its entries lie.</param>
    /// <param name="source">How it comes about.</param>
    /// <param name="parent">The mean it comes from, if any.</param>
    /// <param name="map">For each row (entry, place * entries) of what it comes from, its own.</param>
    /// <param name="chunks">Chunks that are summed apart.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="stride">Floats of a cell.</param>
    public CellMean(int[] kept, CellFormat format, MeanSource source, CellMean? parent, int[] map, int chunks, int channels, int stride)
    {
        (Kept, Format, Source, Parent, Map, this.channels, this.stride) = (kept, format, source, parent, map, channels, stride);
        Chunks = source is MeanSource.Cells or MeanSource.Entries ? Math.Max(1, chunks) : 1;
        Buffer = new FloatBuffer((long)Chunks * ChunkFloats);
    }

    public int[] Kept { get; }

    public CellFormat Format { get; }

    public MeanSource Source { get; }

    public CellMean? Parent { get; }

    public int[] Map { get; }

    public int Chunks { get; }

    /// <summary>Sums of one chunk behind those of another; the first becomes the result.</summary>
    public FloatBuffer Buffer { get; }

    /// <summary>One over the number of elements in each entry.</summary>
    public float Factor { get; set; }

    private long ChunkFloats => (long)Format.Grid.Cells * stride;

    /// <summary>The sums of a chunk.</summary>
    public float* Sums(int chunk) => Buffer.Pointer + (chunk * ChunkFloats);

    /// <summary>Adds up chunks, or derives from the parent; not yet scaled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collect(KernelSet kernels)
    {
        for (int chunk = 1; chunk < Chunks; chunk++)
            kernels.AddCells(Buffer.Pointer, Sums(chunk), checked((int)ChunkFloats), 1f);
        if (Parent is null)
            return;
        Buffer.Span.Clear();
        CellGrid from = Parent.Format.Grid;
        for (int entry = 0; entry < Map.Length; entry++)
        {
            if (Source == MeanSource.MeanEntries)
                AddEntry(Buffer.Pointer + Place(Map[entry]), Parent.Buffer.Pointer + Place(entry));
            for (int column = 0; Source != MeanSource.MeanEntries && column < from.PerRow; column++)
            {
                float* cell = Parent.Buffer.Pointer + ((long)from.Position(entry, column) * stride);
                if (Source == MeanSource.MeanCells)
                    kernels.AddCells(Buffer.Pointer + ((long)Format.Grid.Position(Map[entry], column) * stride), cell, channels * CellGrid.Lanes, 1f);
                else
                    kernels.AddEntries(Buffer.Pointer + Place(Map[entry]), cell, channels);
            }
        }
    }

    public void Scale(KernelSet kernels) => kernels.ScaleCells(Buffer.Pointer, checked((int)ChunkFloats), Factor);

    /// <summary>Floats before an entry of a single row.</summary>
    public long Place(int entry) => ((long)(entry / CellGrid.Lanes) * stride) + (entry % CellGrid.Lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddEntry(float* target, float* from)
    {
        for (int c = 0; c < channels * CellGrid.Lanes; c += CellGrid.Lanes)
            target[c] += from[c];
    }
}
