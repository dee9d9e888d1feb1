using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LearnedOpt.Kernels.Cells;

/// <summary>Moves blocks between cells and the caller's features, [channels, elements of all tensors].</summary>
internal static unsafe class CellPlanes
{
    /// <summary>Reads a block; entries that pad a row become zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(CellTensor tensor, in CellBlock block, float* planes, long elements, int channels, float* y, int stride)
    {
        long ahead = (long)CellGrid.Block * stride;
        for (int cell = 0; cell < block.Count; cell++)
        {
            int column = block.ColumnOf(cell), lanes = tensor.Grid.LanesOf(column), step = tensor.InnerStride;
            float* from = planes + tensor.RowStart[block.RowOf(cell)] + ((long)column * CellGrid.Lanes * step);
            float* to = y + ((long)cell * stride);
            for (int c = 0; c < channels; c++, from += elements, to += CellGrid.Lanes)
            {
                if (lanes < CellGrid.Lanes)
                {
                    for (int lane = 0; lane < CellGrid.Lanes; lane++)
                        to[lane] = lane < lanes ? from[(long)lane * step] : 0f;
                }
                else if (step == 1)
                {
                    Vector256.Store(Vector256.Load(from), to);
                    Vector256.Store(Vector256.Load(from + 8), to + 8);
                    if (Sse.IsSupported)
                    {
                        Sse.Prefetch0(from + 64);
                        Sse.Prefetch0(to + ahead);
                    }
                }
                else
                {
                    for (int lane = 0; lane < CellGrid.Lanes; lane += 4, from += 4L * step)
                        Vector128.Store(Vector128.Create(from[0], from[step], from[2L * step], from[3L * step]), to + lane);
                    from -= (long)CellGrid.Lanes * step;
                }
            }
        }
    }

    /// <summary>Writes a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(CellTensor tensor, in CellBlock block, float* x, int stride, float* planes, long elements, int channels)
    {
        for (int cell = 0; cell < block.Count; cell++)
        {
            int column = block.ColumnOf(cell), lanes = tensor.Grid.LanesOf(column);
            float* to = planes + tensor.RowStart[block.RowOf(cell)] + ((long)column * CellGrid.Lanes * tensor.InnerStride);
            float* from = x + ((long)cell * stride);
            for (int c = 0; c < channels; c++, to += elements, from += CellGrid.Lanes)
            {
                for (int lane = 0; lane < lanes; lane++)
                    to[(long)lane * tensor.InnerStride] = from[lane];
            }
        }
    }
}
