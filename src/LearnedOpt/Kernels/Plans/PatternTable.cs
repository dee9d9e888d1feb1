using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>One source of a product: a reduction, a factor, and where its entries go if the axes are in another order.</summary>
internal readonly record struct TableSource(int Reduction, float Scale, int[]? Places);

/// <summary>One matrix and the sources, summed, that it is applied to.</summary>
internal sealed record TableProduct(int Matrix, TableSource[] Sources);

/// <summary>What a layer adds to one tensor in one pattern: a table [c_out, Count] and the products it is the sum of.</summary>
internal sealed class PatternTable
{
    public PatternTable(LayerPlan plan, PatternPlan pattern)
    {
        Pattern = pattern.Pattern;
        Count = checked((int)Pattern.Count);
        Table = new FloatBuffer((plan.Coefficients.OutputChannels + 1L) * Math.Max(16, Stride));
        Products = [.. pattern.Contributions.Select(contribution => Product(plan, pattern, contribution)).Where(product => product.Sources.Length > 0)];
    }

    public AxisPattern Pattern { get; }

    /// <summary>Entries of a channel.</summary>
    public int Count { get; }

    /// <summary>Floats between channels.</summary>
    public int Stride => PlannedReduction.StrideOf(Count);

    public FloatBuffer Table { get; }

    public TableProduct[] Products { get; }

    private static TableProduct Product(LayerPlan plan, PatternPlan pattern, Contribution contribution) =>
        new(contribution.Matrix, [.. contribution.Sources.Where(source => !WholeTensors.IsOwn(plan, pattern, source)).Select(source => new TableSource(
            source.Reduction,
            source.Scale,
            source.IsAligned ? null : Places.Keep(plan.Reductions[source.Reduction].Pattern.Shape, source.AxisOrder)))]);
}
