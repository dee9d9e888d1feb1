using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Plans;

/// <summary>Products of whole tensors with whole tensors.</summary>
internal static class WholeTensors
{
    /// <summary>True for the product of each element with itself, which is in no table.</summary>
    public static bool IsOwn(LayerPlan plan, PatternPlan pattern, Source source)
    {
        Reduction read = plan.Reductions[source.Reduction];
        return pattern.Pattern.IsIdentity && read.IsIdentity && read.Pattern.Tensor == pattern.Pattern.Tensor && source.IsAligned;
    }
}
