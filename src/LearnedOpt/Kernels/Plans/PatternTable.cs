using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>One source of a product: a reduction, a factor, and where its entries go if the axes are in another order.</summary>
internal readonly record struct TableSource(int Reduction, float Scale, int[]? Places);

/// <summary>One matrix and the sources, summed, that it is applied to.</summary>
internal sealed record TableProduct(int Matrix, TableSource[] Sources);

/// <summary>What a layer adds to one tensor in one pattern: a table [c_out, Count] and the products it is the sum of.</summary>
internal sealed class PatternTable
{
    public PatternTable(LayerPlan plan, PatternPlan pattern, bool projects)
    {
        Pattern = pattern.Pattern;
        Count = checked((int)Pattern.Count);
        Table = new FloatBuffer((plan.Coefficients.OutputChannels + 1L) * Stride);
        Products = [.. pattern.Contributions.Select(contribution => Product(plan, pattern, contribution, projects)).Where(product => product.Sources.Length > 0)];
    }

    public AxisPattern Pattern { get; }

    /// <summary>Entries of a channel.</summary>
    public int Count { get; }

    /// <summary>Floats between channels.</summary>
    public int Stride => FloatBuffer.RoundUp(Count);

    public FloatBuffer Table { get; }

    public TableProduct[] Products { get; }

    /// <summary>
    /// True for a source that no table holds: the element itself, and, where whole tensors are projected, every product of a
    /// whole tensor into a whole tensor.
    /// </summary>
    public static bool IsElsewhere(LayerPlan plan, PatternPlan pattern, Source source, bool projects) =>
        Projections.Takes(plan, pattern, source) &&
        (projects || (plan.Reductions[source.Reduction].Pattern.Tensor == pattern.Pattern.Tensor && source.IsAligned));

    private static TableProduct Product(LayerPlan plan, PatternPlan pattern, Contribution contribution, bool projects) =>
        new(contribution.Matrix, [.. contribution.Sources.Where(source => !IsElsewhere(plan, pattern, source, projects)).Select(source => new TableSource(
            source.Reduction,
            source.Scale,
            source.IsAligned ? null : Places.Keep(plan.Reductions[source.Reduction].Pattern.Shape, source.AxisOrder)))]);
}
