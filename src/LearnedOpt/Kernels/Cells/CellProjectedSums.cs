using LearnedOpt.Functionals;

namespace LearnedOpt.Kernels.Cells;

/// <summary>
/// Which means of a last layer are taken of its results instead of its inputs: a product and a mean can change places, and results are
/// few. It pays for means that are hardly smaller than the tensor, as over one axis of a convolution's taps.
/// </summary>
internal static class CellProjectedSums
{
    private const int LeastShare = 16;

    /// <summary>The reductions that nothing else reads than their own tensor, in the same pattern.</summary>
    public static HashSet<int> Of(LayerPlan plan, CellTensor[] tensors)
    {
        var found = new HashSet<int>();
        var others = new HashSet<int>();
        foreach (OutputPlan output in plan.Outputs)
        {
            foreach (PatternPlan pattern in output.Patterns)
            {
                foreach (Contribution contribution in pattern.Contributions)
                {
                    foreach (Source source in contribution.Sources)
                    {
                        AxisPattern read = plan.Reductions[source.Reduction].Pattern;
                        bool own = contribution.Sources.Count == 1 && source.IsAligned && read.Equals(pattern.Pattern) && IsLarge(tensors[read.Tensor], read);
                        (own ? found : others).Add(source.Reduction);
                    }
                }
            }
        }

        found.ExceptWith(others);
        return found;
    }

    private static bool IsLarge(CellTensor tensor, AxisPattern pattern)
    {
        if (pattern.HasDiagonal)
            return false;
        int[] kept = tensor.Kept(pattern);
        return kept.Length < tensor.Order.Length && tensor.HasInner(kept) && (long)tensor.Format(kept).Grid.Cells * LeastShare >= tensor.Grid.Cells;
    }
}
