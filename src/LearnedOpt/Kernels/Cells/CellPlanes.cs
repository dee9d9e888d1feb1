using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LearnedOpt.Kernels.Cells;

/// <summary>Moves blocks between cells and the caller's features, [channels, elements of all tensors].</summary>
internal static unsafe class CellPlanes
{
    /// <summary>Reads a block; entries that pad a row become zero. False when one is infinite or not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Read(CellTensor tensor, in CellBlock block, float* planes, long elements, int channels, float* y, int stride)
    {
        long ahead = (long)CellGrid.Block * stride;
        Vector256<float> zero = Vector256<float>.Zero;              // 0 x is 0 or not a number
        Vector128<float> apart = Vector128<float>.Zero;
        float single = 0f;
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
                    {
                        to[lane] = lane < lanes ? from[(long)lane * step] : 0f;
                        single += 0f * to[lane];
                    }
                }
                else if (step == 1)
                {
                    Vector256<float> low = Vector256.Load(from), high = Vector256.Load(from + 8);
                    Vector256.Store(low, to);
                    Vector256.Store(high, to + 8);
                    zero += (low * 0f) + (high * 0f);
                    if (Sse.IsSupported)
                    {
                        Sse.Prefetch0(from + 64);
                        Sse.Prefetch0(to + ahead);
                    }
                }
                else
                {
                    for (int lane = 0; lane < CellGrid.Lanes; lane += 4, from += 4L * step)
                    {
                        Vector128<float> four = Vector128.Create(from[0], from[step], from[2L * step], from[3L * step]);
                        Vector128.Store(four, to + lane);
                        apart += four * 0f;
                    }

                    from -= (long)CellGrid.Lanes * step;
                }
            }
        }

        return Vector256.Sum(zero) + Vector128.Sum(apart) + single == 0f;
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
