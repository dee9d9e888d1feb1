namespace LearnedOpt.Functionals;

/// <summary>A mean or diagonal of one input tensor, [c_in, Pattern.Count], computed once for a layer.</summary>
/// <param name="Index">Position in <see cref="LayerPlan.Reductions"/>.</param>
/// <param name="Pattern">Which tensor is read, which axes survive, which are averaged, which are on a diagonal.</param>
/// <param name="Parent">
/// An earlier reduction of which this one is a plain mean over the axes not named in <paramref name="ParentAxes"/>, or -1: read the tensor.
/// </param>
/// <param name="ParentAxes">For each axis of this reduced tensor, the axis of the parent's; ascending.</param>
public sealed record Reduction(int Index, AxisPattern Pattern, int Parent, IReadOnlyList<int> ParentAxes)
{
    /// <summary>True when it is the tensor itself: nothing to compute.</summary>
    public bool IsIdentity => Pattern.IsIdentity;
}

/// <summary>One source of a contribution.</summary>
/// <param name="Reduction">Position in <see cref="LayerPlan.Reductions"/>.</param>
/// <param name="AxisOrder">For each axis of the pattern's reduced tensor, the axis of the reduction's: 0, 1, ... unless it is transposed.</param>
/// <param name="Scale">Constant factor.</param>
public sealed record Source(int Reduction, IReadOnlyList<int> AxisOrder, float Scale)
{
    /// <summary>True when source and pattern have the same axis order, so that elements correspond one to one.</summary>
    public bool IsAligned => AxisOrder.Select((from, axis) => from == axis).All(same => same);
}

/// <summary><c>matrix^T * sum of scale * source</c>, [c_out, Pattern.Count].</summary>
/// <param name="Matrix">Number of the [c_in, c_out] matrix.</param>
/// <param name="MatrixOffset">Where it starts in the layer's theta.</param>
/// <param name="Sources">What it is applied to, summed before the product.</param>
public sealed record Contribution(int Matrix, int MatrixOffset, IReadOnlyList<Source> Sources);

/// <summary>All that is written to one output tensor in one way.</summary>
/// <param name="Pattern">Where it is written: broadcast over free blocks, on the diagonal of blocks with several axes.</param>
/// <param name="Contributions">Summed before they are written.</param>
public sealed record PatternPlan(AxisPattern Pattern, IReadOnlyList<Contribution> Contributions);

/// <summary>All that is written to one output tensor.</summary>
/// <param name="Tensor">Position of the tensor in the weight space.</param>
/// <param name="BiasOffset">Where its bias [c_out] starts in the layer's theta.</param>
/// <param name="Patterns">From the smallest to the largest; the identity, if there, is last.</param>
public sealed record OutputPlan(int Tensor, int BiasOffset, IReadOnlyList<PatternPlan> Patterns);
