namespace LearnedOpt.WeightSpaces;

/// <summary>What an axis does in its tensor. Tied coefficients share matrices between axes of one role.</summary>
public enum AxisRole
{
    /// <summary>Indexes the units that the tensor writes: rows of a Linear weight, entries of a bias.</summary>
    Out,

    /// <summary>Indexes the units that the tensor reads: columns of a Linear weight, the vocabulary of an embedding.</summary>
    In,

    /// <summary>Indexes kernel taps or positions.</summary>
    Spatial,
}
