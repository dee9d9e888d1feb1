using System.Runtime.InteropServices;

namespace LearnedOpt.Kernels.Cells;

/// <summary>The memory that one thread needs while it works on a block.</summary>
internal sealed unsafe class CellWorker
{
    private readonly nint[] pointers;
    private readonly int[] lanes = GC.AllocateArray<int>(CellGrid.Block, pinned: true);

    /// <param name="segments">The most products of one sum.</param>
    /// <param name="starts">The most cells that one sum begins with.</param>
    /// <param name="members">The most tensors of a group.</param>
    /// <param name="stride">Floats of a cell.</param>
    public CellWorker(int segments, int starts, int members, int stride)
    {
        pointers = GC.AllocateArray<nint>((2 * segments) + (CellGrid.Block * (starts + 1)), pinned: true);
        X = (float**)Marshal.UnsafeAddrOfPinnedArrayElement(pointers, 0);
        W = X + segments;
        Row = W + segments;
        Start = Row + CellGrid.Block;
        Lanes = (int*)Marshal.UnsafeAddrOfPinnedArrayElement(lanes, 0);
        Even = new FloatBuffer((long)CellGrid.Block * stride);
        Odd = new FloatBuffer((long)CellGrid.Block * stride);
        Runs = [.. Enumerable.Range(0, members).Select(_ => new CellRun(segments, starts))];
        RowSums = new FloatBuffer((long)members * CellGrid.Block * stride);
    }

    /// <summary>The work of each member of a group.</summary>
    public CellRun[] Runs { get; }

    public FloatBuffer Even { get; }

    public FloatBuffer Odd { get; }

    /// <summary>[members, 3 rows], each a cell: sums over the columns of the panel at hand, entry by entry.</summary>
    public FloatBuffer RowSums { get; }

    public float** X { get; }

    public float** W { get; }

    public float** Row { get; }

    public float** Start { get; }

    public int* Lanes { get; }
}

/// <summary>Memory of the size of a tensor that a layer needs for its own sweep only, and so shares with the other layers.</summary>
internal sealed class CellScratch
{
    private readonly Dictionary<(int Tensor, int Number), FloatBuffer> buffers = [];

    /// <summary>Bytes handed out.</summary>
    public long Bytes => buffers.Values.Sum(buffer => sizeof(float) * (long)buffer.Length);

    /// <summary>A buffer of a tensor, by a number that the layer counts up.</summary>
    public FloatBuffer Of(int tensor, int number, long length)
    {
        if (!buffers.TryGetValue((tensor, number), out FloatBuffer? buffer) || buffer.Length < length)
            buffers[(tensor, number)] = buffer = new FloatBuffer(length);
        return buffer;
    }
}
