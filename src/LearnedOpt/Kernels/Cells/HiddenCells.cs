namespace LearnedOpt.Kernels.Cells;

/// <summary>
/// The channels of all tensors between two sweeps, in one copy. A chunk has three cells of room: a sweep reads at one end and
/// writes three cells further down, upwards and downwards in turn, so that no block overwrites what is still read.
/// </summary>
internal sealed unsafe class HiddenCells
{
    private readonly FloatBuffer storage;
    private readonly CellTensor[] tensors;
    private readonly long[] firstCell;
    private readonly int stride;

    /// <param name="tensors">The tensors.</param>
    /// <param name="stride">Floats of a cell, for as many channels as the model has at most.</param>
    public HiddenCells(CellTensor[] tensors, int stride)
    {
        (this.tensors, this.stride) = (tensors, stride);
        firstCell = new long[tensors.Length];
        long cells = 0;
        for (int t = 0; t < tensors.Length; t++)
        {
            firstCell[t] = cells;
            cells += tensors[t].Grid.Cells + ((long)tensors[t].Chunks * CellGrid.Block);
        }

        storage = new FloatBuffer(cells * stride);
    }

    /// <summary>Bytes kept.</summary>
    public long Bytes => sizeof(float) * (long)storage.Length;

    /// <summary>Where the valid cells lie in their chunk: three cells up, or at its beginning.</summary>
    public bool IsUp { get; set; }

    /// <summary>A cell, as the last sweep left it.</summary>
    public float* Cell(int tensor, int position) => Cell(tensor, position, IsUp);

    /// <summary>A cell, as this sweep leaves it.</summary>
    public float* Next(int tensor, int position) => Cell(tensor, position, !IsUp);

    /// <summary>About where the block behind a block is read from; for fetching only, as it may lie outside.</summary>
    public float* Following(int tensor, int position, int count) => Cell(tensor, position) + ((IsUp ? count : -count) * (long)stride);

    private float* Cell(int tensor, int position, bool up)
    {
        uint chunk = tensors[tensor].Chunks == 1 ? 0 : (uint)position / (uint)tensors[tensor].CellsInChunk;
        long room = (chunk + (up ? 1 : 0)) * CellGrid.Block;
        return storage.Pointer + ((firstCell[tensor] + position + room) * stride);
    }
}
