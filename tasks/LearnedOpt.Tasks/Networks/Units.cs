using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tasks.Networks;

/// <summary>Symmetries by what they permute.</summary>
internal static class Units
{
    /// <summary>Hidden units: any order computes the same.</summary>
    public static Symmetry Hidden(string name, long count) => new(name, count);

    /// <summary>What a model reads or writes: pixels, classes, vocabulary.</summary>
    public static Symmetry Boundary(string name, long count) => new(name, count, SymmetryKind.Boundary);

    /// <summary>Places: kernel taps, positions in a text.</summary>
    public static Symmetry Spatial(string name, long count) => new(name, count, SymmetryKind.Spatial);
}
