using System.Runtime.CompilerServices;
namespace LearnedOpt.Kernels.Cells;

/// <summary>Where a functional's inputs come from and what becomes of its results, block by block.</summary>
internal abstract unsafe class CellPort
{
    /// <summary>Brings the inputs of a block to cells, [channels, 16] each and <paramref name="stride"/> floats apart; entries that pad a row become zero.</summary>
    public abstract void Read(CellTensor tensor, in CellBlock block, float* y, int stride);

    /// <summary>Takes the results of a block.</summary>
    public abstract void Write(CellTensor tensor, in CellBlock block, float* x, int stride);

    /// <summary>True for a tensor that is left out: it contributes nothing to others, and nothing is read or written.</summary>
    public virtual bool Skips(int tensor) => false;
}

/// <summary>The caller's features and results, [channels, elements of all tensors].</summary>
internal sealed unsafe class PlanePort(long[] offsets, long elements, int channelsIn, int channelsOut) : CellPort
{
    public float* Input { get; set; }

    public float* Output { get; set; }

    /// <summary>Whether an input was infinite or not a number since this was last set to false.</summary>
    public bool HasNonFinite { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Read(CellTensor tensor, in CellBlock block, float* y, int stride)
    {
        if (!CellPlanes.Read(tensor, block, Input + offsets[tensor.Number], elements, channelsIn, y, stride))
            HasNonFinite = true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Write(CellTensor tensor, in CellBlock block, float* x, int stride) =>
        CellPlanes.Write(tensor, block, x, stride, Output + offsets[tensor.Number], elements, channelsOut);
}
