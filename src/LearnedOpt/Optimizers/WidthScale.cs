using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// How steps shrink with width: (32 / n)^p for a tensor that reads n hidden units, 1 for tensors that read inputs or a vocabulary and
/// for vectors. A unit sums over the hidden units it reads, so equal steps of each weight move it in proportion to their number.
/// </summary>
/// <remarks>Reference: Yang et al., 2022 (arXiv 2203.03466), table 8, the row of Adam's learning rates.</remarks>
internal static class WidthScale
{
    private const double Reference = 32;

    /// <param name="tensor">Its In axes of hidden units count; kernel taps do not, as they do not grow with width.</param>
    /// <param name="power">p.</param>
    public static float Of(WeightTensor tensor, double power)
    {
        double width = 1;
        bool reads = false;
        for (int axis = 0; axis < tensor.Rank; axis++)
        {
            if (tensor.Roles[axis] != AxisRole.In || tensor.Axes[axis].Kind != SymmetryKind.Hidden)
                continue;
            width *= tensor.Shape[axis];
            reads = true;
        }

        return reads && width > 0 ? (float)Math.Pow(Reference / width, power) : 1f;
    }
}
