using System.Runtime.CompilerServices;
namespace LearnedOpt.Kernels.Cells;

/// <summary>
/// For a last layer of few outputs: its products of one whole tensor, for all tensors that read it, taken while the tensor's
/// hidden channels are at hand. Only the results are kept, so the hidden channels never are.
/// </summary>
internal sealed unsafe class CellProjection(CellTensor tensor, int channelsIn, int channelsOut, KernelSet kernels)
{
    private readonly List<(int MatrixOffset, float Scale)> parts = [];
    private FloatBuffer? zeros;
    private CellMatrix? matrix;
    private FloatBuffer? results;
    private float[] joined = [];

    /// <summary>Floats of a cell of results.</summary>
    public int Stride => Outputs * CellGrid.Lanes;

    /// <summary>The results, [cells, parts x c_out, 16].</summary>
    public float* Results => results!.Pointer;

    private int Outputs => parts.Count * channelsOut;

    /// <summary>One more reader, with the entries in its own order if places are given.</summary>
    public CellProjectionReading Add(int matrixOffset, float scale, int[]? places, CellFormat format)
    {
        parts.Add((matrixOffset, scale));
        return new CellProjectionReading(this, (parts.Count - 1) * channelsOut * CellGrid.Lanes, places, format, channelsOut);
    }

    /// <summary>After all readers are known.</summary>
    public void Complete()
    {
        matrix = new CellMatrix(channelsIn, Outputs);
        results = new FloatBuffer((long)tensor.Grid.Cells * Stride);
        zeros = new FloatBuffer(Stride);
        joined = new float[channelsIn * Outputs];
    }

    public void Bind(ReadOnlySpan<float> theta)
    {
        for (int p = 0; p < parts.Count; p++)
        {
            for (int i = 0; i < channelsIn; i++)
            {
                for (int o = 0; o < channelsOut; o++)
                    joined[(i * Outputs) + (p * channelsOut) + o] = parts[p].Scale * theta[parts[p].MatrixOffset + (i * channelsOut) + o];
            }
        }

        matrix!.Pack(joined);
    }

    /// <summary>Clears the results.</summary>
    public void Forget() => results!.Span.Clear();

    /// <summary>Takes a block's hidden channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(in CellBlock block, float* x, int stride, CellWorker worker)
    {
        worker.X[0] = x;
        worker.W[0] = matrix!.Pointer;
        for (int cell = 0; cell < block.Count; cell++)
        {
            worker.Row[cell] = zeros!.Pointer;
            worker.Lanes[cell] = CellGrid.Lanes;
        }

        kernels.Cells(new CellWork
        {
            Next = worker.X[0],
            X = worker.X,
            W = worker.W,
            Row = worker.Row,
            Lanes = worker.Lanes,
            Segments = 1,
            ChannelsIn = channelsIn,
            Stride = stride,
            Outputs = Outputs,
            Count = block.Count,
            Y = Results + ((long)block.Position * Stride),
            OutputStride = Stride,
            Floor = float.NegativeInfinity,
        });
    }
}

/// <summary>What one tensor reads of another's projections.</summary>
internal sealed unsafe class CellProjectionReading
{
    private readonly CellProjection source;
    private readonly int offset;
    private readonly int[]? places;
    private readonly CellFormat format;
    private readonly int outputs;
    private readonly FloatBuffer? turned;

    public CellProjectionReading(CellProjection source, int offset, int[]? places, CellFormat format, int outputs)
    {
        (this.source, this.offset, this.places, this.format, this.outputs) = (source, offset, places, format, outputs);
        turned = places is null ? null : new FloatBuffer((long)format.Grid.Cells * outputs * CellGrid.Lanes);
    }

    /// <summary>After the sweep: brings the entries into this tensor's order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Prepare()
    {
        for (int entry = 0; turned is not null && entry < places!.Length; entry++)
        {
            int place = format.Place(entry), from = places[entry];
            float* to = turned.Pointer + ((long)(place / CellGrid.Lanes) * outputs * CellGrid.Lanes) + (place % CellGrid.Lanes);
            float* x = source.Results + offset + ((long)(from / CellGrid.Lanes) * source.Stride) + (from % CellGrid.Lanes);
            for (int o = 0; o < outputs * CellGrid.Lanes; o += CellGrid.Lanes)
                to[o] = x[o];
        }
    }

    /// <summary>A cell, [c_out, 16].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Cell(int position) => turned is null
        ? source.Results + offset + ((long)position * source.Stride)
        : turned.Pointer + ((long)position * outputs * CellGrid.Lanes);
}
