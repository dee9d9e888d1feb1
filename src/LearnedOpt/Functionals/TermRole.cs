namespace LearnedOpt.Functionals;

/// <summary>
/// The part that a basis term plays whatever the architecture: how its source tensor relates to its target, and which
/// axes survive, in which role. Terms of one role share a matrix in <see cref="Coefficients.Tied"/>.
/// </summary>
/// <remarks>
/// For a target entry (o, i, s) with out, in and spatial axes. "Vector": a tensor all of whose axes have one role,
/// as a bias or a norm's scale. Coupled means: another tensor (or another axis of the same) that shares the symmetry.
/// </remarks>
public enum TermRole
{
    /// <summary>The entry itself.</summary>
    Identity,

    /// <summary>Own mean over all but the out axes: the row's mean.</summary>
    OwnOut,

    /// <summary>Own mean over all but the in axes: the column's mean.</summary>
    OwnIn,

    /// <summary>Own mean over all but the spatial axes: the tap's mean.</summary>
    OwnSpatial,

    /// <summary>Own mean over the spatial axes: the kernel's mean.</summary>
    OwnKernel,

    /// <summary>Own mean over everything.</summary>
    OwnTotal,

    /// <summary>For unit o: means of other weights that write this unit (siblings on a residual stream, gates).</summary>
    OutFromOut,

    /// <summary>For unit o: means of weights that read this unit (the next layer's columns).</summary>
    OutFromIn,

    /// <summary>For unit o: vectors of this unit (bias, norm).</summary>
    OutFromVector,

    /// <summary>For unit i: means of weights that write this unit (the previous layer's rows).</summary>
    InFromOut,

    /// <summary>For unit i: means of other weights that read this unit (query, key and value).</summary>
    InFromIn,

    /// <summary>For unit i: vectors of this unit (the previous layer's bias, a norm).</summary>
    InFromVector,

    /// <summary>Total means of other tensors that share a symmetry.</summary>
    CoupledTotal,

    /// <summary>Total means of tensors that share none.</summary>
    OtherTotal,
}
