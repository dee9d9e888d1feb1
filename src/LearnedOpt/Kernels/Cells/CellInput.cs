using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LearnedOpt.Kernels.Cells;

/// <summary>What a product reads: a whole tensor's hidden channels, or a buffer of cells.</summary>
internal sealed unsafe class CellInput
{
    private readonly int tensor;
    private readonly FloatBuffer? buffer;

    public CellInput(CellFormat format, int tensor) => (Format, this.tensor) = (format, tensor);

    public CellInput(CellFormat format, FloatBuffer buffer) => (Format, this.buffer, tensor) = (format, buffer, -1);

    public CellFormat Format { get; }

    /// <summary>True for a whole tensor.</summary>
    public bool IsTensor => buffer is null;

    /// <summary>The cell at a position, and those behind it in its block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Cell(HiddenCells? hidden, int position, int stride) =>
        buffer is null ? hidden!.Cell(tensor, position) : buffer.Pointer + ((long)position * stride);
}

/// <summary>Brings entries into another order, or adds several inputs up: target = sum of scale * source.</summary>
internal sealed unsafe class CellGather
{
    private readonly List<(CellInput Input, float Scale, int[]? Places)> parts = [];
    private readonly CellFormat format;
    private readonly int channels;
    private readonly int stride;

    public CellGather(CellFormat format, int channels, int stride, FloatBuffer target)
    {
        (this.format, this.channels, this.stride) = (format, channels, stride);
        Target = target;
    }

    public FloatBuffer Target { get; }

    /// <summary>Adds a part; <paramref name="places"/> say for each entry, row by row, where the input has it, if elsewhere.</summary>
    public void Include(CellInput input, float scale, int[]? places) => parts.Add((input, scale, places));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(HiddenCells? hidden, KernelSet kernels)
    {
        Target.Span[..(format.Grid.Cells * stride)].Clear();
        foreach ((CellInput input, float scale, int[]? places) in parts)
        {
            for (int row = 0; row < format.Grid.Rows; row++)
            {
                for (int column = 0; column < format.Grid.PerRow; column++)
                {
                    int position = format.Grid.Position(row, column);
                    float* target = Target.Pointer + ((long)position * stride);
                    if (places is null)
                        kernels.AddCells(target, input.Cell(hidden, position, stride), channels * CellGrid.Lanes, scale);
                    else
                        Gather(target, input, scale, places.AsSpan((row * format.Grid.Inner) + (column * CellGrid.Lanes), format.Grid.LanesOf(column)), hidden);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(float* target, CellInput input, float scale, ReadOnlySpan<int> places, HiddenCells? hidden)
    {
        float** from = stackalloc float*[CellGrid.Lanes];
        for (int lane = 0; lane < places.Length; lane++)
            from[lane] = input.Cell(hidden, places[lane] / CellGrid.Lanes, stride) + (places[lane] % CellGrid.Lanes);
        AddLanes(target, from, places.Length, channels, scale);
    }

    /// <summary>target[16 c + lane] += scale * from[lane][16 c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddLanes(float* target, float** from, int lanes, int channels, float scale)
    {
        for (int lane = 0; lane + 4 <= lanes; lane += 4)
        {
            float* a = from[lane], b = from[lane + 1], c = from[lane + 2], d = from[lane + 3], to = target + lane;
            for (int i = 0; i < channels * CellGrid.Lanes; i += CellGrid.Lanes)
                Vector128.Store((Vector128.Create(a[i], b[i], c[i], d[i]) * scale) + Vector128.Load(to + i), to + i);
        }

        for (int lane = lanes / 4 * 4; lane < lanes; lane++)
        {
            for (int i = 0; i < channels * CellGrid.Lanes; i += CellGrid.Lanes)
                target[i + lane] += scale * from[lane][i];
        }
    }
}
