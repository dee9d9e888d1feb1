namespace LearnedOpt.WeightSpaces;

/// <summary>How an axis of a model is made up.</summary>
internal enum AxisStructure
{
    /// <summary>One run of entries.</summary>
    Plain,

    /// <summary>Row-major product of its parts: heads x headDim, channels x positions.</summary>
    Product,

    /// <summary>Its parts one after the other: gates, query/key/value, concatenated channels.</summary>
    Concat,
}

/// <summary>Where an axis comes from, which decides whether permuting it can leave the model unchanged.</summary>
internal enum AxisOrigin
{
    /// <summary>Output units of a module: hidden if something reads them and nothing else sees them.</summary>
    Written,

    /// <summary>Input units of a module: hidden if something writes them.</summary>
    Read,

    /// <summary>Only the module itself sees it: heads, the inner layer of a block.</summary>
    Internal,

    /// <summary>Seen from outside or unknown: vocabulary, axes of free parameters.</summary>
    Boundary,

    /// <summary>Kernel taps, positions.</summary>
    Spatial,
}

/// <summary>An axis before ties are applied.</summary>
internal sealed record AxisSpec(string Name, long Size, AxisOrigin Origin, AxisStructure Structure, int[] Parts, string[] Labels);

/// <summary>A parameter or buffer with the axis of each of its dimensions.</summary>
internal sealed record ParameterSpec(string Name, long[] Shape, int[] Axes, AxisRole[] Roles, bool IsBuffer);

/// <summary>What a port does with the units that it names.</summary>
internal enum PortDirection
{
    In,
    Out,

    /// <summary>A norm: works on units in place.</summary>
    Through,
}

/// <summary>A named end of a module.</summary>
internal sealed record PortSpec(string Name, int Axis, PortDirection Direction);

/// <summary>Why axes are tied.</summary>
internal enum TieKind
{
    /// <summary>Units flow from one to the other; a multiple is a flatten over positions.</summary>
    Flow,

    /// <summary>The others, one after the other, make up the first.</summary>
    Concat,

    /// <summary>Two modules share a parameter; that alone does not say who reads what.</summary>
    Shared,
}

/// <summary>
/// Axes that hold the same units. UnitsLast: in a flatten, whether positions come first; null: as the layer's layout says. Line: how one would
/// declare it, where it was discovered.
/// </summary>
internal sealed record TieSpec(TieKind Kind, int First, int[] Others, bool? UnitsLast = null, string Line = "");
