using System.Runtime.CompilerServices;

namespace LearnedOpt.Kernels.Cells;

/// <summary>
/// The channels of all tensors between two sweeps, in one copy. A chunk has three cells of room: a sweep reads at one end and
/// writes three cells further down, upwards and downwards in turn, so that no block overwrites what is still read. Inputs, which are
/// narrower, lie packed at the beginning of the same memory (<see cref="Inputs"/>): a sweep that goes downwards and writes three cells up
/// stays behind what it reads.
/// </summary>
internal sealed unsafe class HiddenCells
{
    private readonly FloatBuffer storage;
    private readonly CellTensor[] tensors;
    private readonly long[] firstCell;
    private readonly int chunkStride;
    private readonly int stride;

    /// <param name="tensors">The tensors.</param>
    /// <param name="stride">Floats of a cell, for as many channels as the model has at most.</param>
    public HiddenCells(CellTensor[] tensors, int stride)
    {
        (this.tensors, this.stride, chunkStride) = (tensors, stride, stride);
        firstCell = new long[tensors.Length];
        long cells = 0;
        for (int t = 0; t < tensors.Length; t++)
        {
            firstCell[t] = cells;
            cells += tensors[t].Grid.Cells + ((long)tensors[t].Chunks * CellGrid.Block);
        }

        storage = new FloatBuffer(cells * stride);
    }

    private HiddenCells(HiddenCells hidden, int stride)
    {
        (storage, tensors, firstCell, chunkStride, this.stride) = (hidden.storage, hidden.tensors, hidden.firstCell, hidden.chunkStride, stride);
        (IsPacked, IsUp, Descends) = (true, true, true);
    }

    /// <summary>Bytes kept.</summary>
    public long Bytes => sizeof(float) * (long)storage.Length;

    /// <summary>True for inputs: they are written once, and their reader writes elsewhere.</summary>
    public bool IsPacked { get; }

    /// <summary>Where the valid cells lie in their chunk: three cells up, or at its beginning.</summary>
    public bool IsUp { get; set; }

    /// <summary>Whether the sweep at hand goes downwards: so it must where it moves cells up, the highest first.</summary>
    public bool Descends { get; set; }

    /// <summary>Cells of <paramref name="inputStride"/> floats in the same memory.</summary>
    public HiddenCells Inputs(int inputStride) => new(this, inputStride);

    /// <summary>A cell, as the last sweep left it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Cell(int tensor, int position) => Cell(tensor, position, IsUp);

    /// <summary>A cell, as this sweep leaves it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Next(int tensor, int position) => Cell(tensor, position, !IsUp);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Cell(int tensor, int position, bool up)
    {
        int size = tensors[tensor].CellsInChunk, chunk = tensors[tensor].Chunks == 1 ? 0 : (int)((uint)position / (uint)size), first = chunk * size;
        float* begin = storage.Pointer + ((firstCell[tensor] + first + ((long)chunk * CellGrid.Block)) * chunkStride);
        return begin + ((long)(position - first + (up && !IsPacked ? CellGrid.Block : 0)) * stride);
    }
}
