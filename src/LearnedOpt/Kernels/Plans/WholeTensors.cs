using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>
/// Where an evaluator takes a layer's products of whole tensors with whole tensors: a tensor of the same symmetries, a
/// transpose. The product of each element with itself is never in a table.
/// </summary>
internal enum WholeTensors
{
    /// <summary>In tables, from copies of the tensors that are read.</summary>
    Tables,

    /// <summary>All of them as soon as the source's tile is there: see <see cref="Projections"/>.</summary>
    Projected,
}

/// <summary>Decides between the forms.</summary>
internal static class WholeTensorRules
{
    /// <summary>True when a tensor as it is goes into a tensor as it is, perhaps transposed.</summary>
    public static bool IsWhole(LayerPlan plan, PatternPlan pattern, Source source) =>
        pattern.Pattern.IsIdentity && plan.Reductions[source.Reduction].IsIdentity;

    /// <summary>True for the product of each element with itself.</summary>
    public static bool IsOwn(LayerPlan plan, PatternPlan pattern, Source source) =>
        IsWhole(plan, pattern, source) && plan.Reductions[source.Reduction].Pattern.Tensor == pattern.Pattern.Tensor && source.IsAligned;

    /// <summary>True for a product that is in no table.</summary>
    public static bool IsElsewhere(this WholeTensors form, LayerPlan plan, PatternPlan pattern, Source source) =>
        IsWhole(plan, pattern, source)
        && (form == WholeTensors.Projected || IsOwn(plan, pattern, source));
}
