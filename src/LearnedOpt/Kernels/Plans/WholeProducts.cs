using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// A layer's products of whole tensors with whole tensors that are taken tile by tile: the source's tile, transposed if need
/// be, times the product's matrix, added to where the target's tile begins.
/// </summary>
internal sealed unsafe class WholeProducts
{
    private readonly KernelSet kernels;
    private readonly PlanTables tables;
    private readonly Product[][] products;
    private readonly FloatBuffer gathered;

    public WholeProducts(LayerPlan plan, PlanTables tables, KernelSet kernels)
    {
        (this.kernels, this.tables) = (kernels, tables);
        products = [.. plan.Outputs.Select(output => Products(plan, output))];
        gathered = new FloatBuffer((plan.Coefficients.InputChannels + 1L) * ChannelSource.TileElements);
    }

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => products.All(list => list.Length == 0);

    /// <summary>Adds the products into a tile [c_out, stride] of an output tensor.</summary>
    public void Add(ChannelSource source, int tensor, long first, int count, float* output, int stride)
    {
        foreach (Product product in products[tensor])
        {
            kernels.Dense(
                Tile(source, product.Parts, first, count), ChannelSource.TileElements, tables.Matrix(product.Matrix), output, stride, output, stride, count, relu: false);
        }
    }

    private float* Tile(ChannelSource source, Part[] parts, long first, int count)
    {
        if (parts is [{ SourceOf: null, Scale: 1f } only])
            return source.Tile(only.Tensor, first, count);
        gathered.Span.Clear();
        foreach (Part part in parts)
            source.Gather(part.Tensor, part.SourceOf, first, count, part.Scale, gathered.Pointer);
        return gathered.Pointer;
    }

    private static Product[] Products(LayerPlan plan, OutputPlan output) =>
    [
        .. from pattern in output.Patterns
           from contribution in pattern.Contributions
           let parts = (from source in contribution.Sources
                        where WholeTensors.Tiles.IsElsewhere(plan, pattern, source) && !WholeTensorRules.IsOwn(plan, pattern, source)
                        let read = plan.Reductions[source.Reduction].Pattern
                        select new Part(read.Tensor, source.Scale, source.IsAligned ? null : Places.Inverse(Places.Keep(read.Shape, source.AxisOrder)))).ToArray()
           where parts.Length > 0
           select new Product(contribution.Matrix, parts),
    ];

    private sealed record Product(int Matrix, Part[] Parts);

    private readonly record struct Part(int Tensor, float Scale, int[]? SourceOf);
}
