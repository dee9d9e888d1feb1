using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// A layer's products of whole tensors with whole tensors that are taken tile by tile: the source's tile times the product's
/// matrix, added to where the target's tile begins. Transposed sources are copied in the target's order once for a sweep.
/// </summary>
internal sealed unsafe class WholeProducts
{
    private readonly KernelSet kernels;
    private readonly PlanTables tables;
    private readonly Product[][] products;
    private readonly List<Turned> turned = [];
    private readonly TurnedMemory memory;
    private readonly FloatBuffer gathered;
    private readonly int rows;
    private readonly int channels;

    public WholeProducts(LayerPlan plan, PlanTables tables, TurnedMemory memory, KernelSet kernels)
    {
        (this.kernels, this.tables, this.memory) = (kernels, tables, memory);
        channels = plan.Coefficients.InputChannels;
        rows = (plan.Coefficients.InputChannels + 1) / 2 * 2;
        products = [.. plan.Outputs.Select(output => Products(plan, output))];
        gathered = new FloatBuffer((long)rows * ChannelSource.TileElements);
    }

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => products.All(list => list.Length == 0);

    /// <summary>Before a sweep: copies what is read in another order.</summary>
    public void Prepare(ChannelSource source)
    {
        foreach (Turned copy in turned)
            source.Reorder(copy.Tensor, copy.SourceOf, copy.Tiles.Pointer, rows);
    }

    /// <summary>Adds the products into a tile [c_out, stride] of an output tensor.</summary>
    public void Add(ChannelSource source, int tensor, long first, int count, float* output, int stride)
    {
        foreach (Product product in products[tensor])
        {
            kernels.Dense(
                Sum(source, product.Parts, first, count), ChannelSource.TileElements, tables.Matrix(product.Matrix), output, stride, output, stride, count, relu: false);
        }
    }

    private float* Sum(ChannelSource source, Part[] parts, long first, int count)
    {
        if (parts is [{ Scale: 1f } only])
            return Tile(source, only, first, count);
        gathered.Span.Clear();
        foreach (Part part in parts)
            SpanMath.Add(gathered.Pointer, Tile(source, part, first, count), channels * ChannelSource.TileElements, part.Scale);
        return gathered.Pointer;
    }

    private float* Tile(ChannelSource source, Part part, long first, int count) =>
        part.Copy is null ? source.Tile(part.Tensor, first, count) : part.Copy.Tiles.Pointer + (first * rows);

    private Product[] Products(LayerPlan plan, OutputPlan output) =>
    [
        .. from pattern in output.Patterns
           from contribution in pattern.Contributions
           let parts = (from source in contribution.Sources
                        where WholeTensors.Tiles.IsElsewhere(plan, pattern, source) && !WholeTensorRules.IsOwn(plan, pattern, source)
                        select PartOf(plan.Reductions[source.Reduction].Pattern, source)).ToArray()
           where parts.Length > 0
           select new Product(contribution.Matrix, parts),
    ];

    private Part PartOf(AxisPattern read, Source source)
    {
        if (source.IsAligned)
            return new Part(read.Tensor, source.Scale, null);
        Turned? copy = turned.Find(entry => entry.Tensor == read.Tensor && entry.Order.SequenceEqual(source.AxisOrder));
        if (copy is null)
        {
            int[] sourceOf = Places.Inverse(Places.Keep(read.Shape, source.AxisOrder));
            turned.Add(copy = new Turned(read.Tensor, source.AxisOrder, sourceOf, memory.For(read, source.AxisOrder)));
        }

        return new Part(read.Tensor, source.Scale, copy);
    }

    private sealed record Product(int Matrix, Part[] Parts);

    private readonly record struct Part(int Tensor, float Scale, Turned? Copy);

    private sealed record Turned(int Tensor, IReadOnlyList<int> Order, int[] SourceOf, FloatBuffer Tiles);
}

/// <summary>Memory for reordered copies, shared by the layers of a model: no two sweeps need theirs at once.</summary>
internal sealed class TurnedMemory(int channels)
{
    private readonly Dictionary<(int Tensor, string Order), FloatBuffer> buffers = [];

    /// <summary>Bytes handed out.</summary>
    public long Bytes => buffers.Values.Sum(buffer => sizeof(float) * (long)buffer.Length);

    /// <summary>Tiles for one order of one tensor, for as many channels as the model has at most.</summary>
    public FloatBuffer For(AxisPattern read, IReadOnlyList<int> order)
    {
        var key = (read.Tensor, string.Join(",", order));
        long tiles = (read.Count + ChannelSource.TileElements - 1) / ChannelSource.TileElements;
        if (!buffers.TryGetValue(key, out FloatBuffer? buffer))
            buffers[key] = buffer = new FloatBuffer(tiles * (channels + 1L) * ChannelSource.TileElements);
        return buffer;
    }
}
