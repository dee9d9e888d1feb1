namespace LearnedOpt.WeightSpaces;

/// <summary>What a symmetry means to the model that owns the weights.</summary>
public enum SymmetryKind
{
    /// <summary>Hidden units: permuting them everywhere leaves the model's function unchanged.</summary>
    Hidden,

    /// <summary>Inputs, outputs or vocabulary entries: permuting them permutes what the model reads or writes.</summary>
    Boundary,

    /// <summary>Kernel taps or pixel positions: treated as permutable, though the model's function does change.</summary>
    Spatial,
}

/// <summary>
/// A named permutation group S_n. Every axis that carries the same symmetry is permuted by the same element of S_n.
/// </summary>
/// <remarks>Reference: Zhou, Finn and Harrison, 2024 (universal neural functionals), section 3.</remarks>
public sealed record Symmetry
{
    /// <summary>Names a permutation group of <paramref name="size"/> elements.</summary>
    /// <param name="name">Unique within a weight space, for example <c>hidden1</c>.</param>
    /// <param name="size">Number of permuted entries n, zero or more.</param>
    /// <param name="kind">What the entries are; only <see cref="SymmetryKind.Hidden"/> ones preserve the model's function.</param>
    /// <exception cref="WeightSpaceException">The name is empty or the size negative.</exception>
    public Symmetry(string name, long size, SymmetryKind kind = SymmetryKind.Hidden)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new WeightSpaceException("a symmetry needs a name; received an empty one. Name it after the units it permutes, for example 'hidden1'.");
        if (size < 0)
            throw new WeightSpaceException($"symmetry '{name}' must permute zero or more entries; received size {size}.");
        Name = name;
        Size = size;
        Kind = kind;
    }

    /// <summary>The name, unique within a weight space.</summary>
    public string Name { get; }

    /// <summary>The number n of permuted entries.</summary>
    public long Size { get; }

    /// <summary>What the entries are.</summary>
    public SymmetryKind Kind { get; }

    /// <summary><c>name(size)</c>.</summary>
    public override string ToString() => $"{Name}({Size})";
}
