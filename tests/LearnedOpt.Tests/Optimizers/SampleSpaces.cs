using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>Weight spaces with awkward sizes.</summary>
internal static class SampleSpaces
{
    public static IReadOnlyList<(string Name, WeightSpace Space)> All { get; } =
    [
        ("mlp", PaperSpaces.Mlp()),
        ("cnn", PaperSpaces.Cnn()),
        ("rnn", PaperSpaces.Rnn(vocabulary: 37, embedding: 9, hidden: 13)),
        ("kernels", PaperSpaces.Cnn(input: 2, channels1: 17, channels2: 6, outputs: 3)),
        ("odd", Odd()),
        ("shared", Shared()),
    ];

    public static WeightSpace Named(string name) => All.First(entry => entry.Name == name).Space;

    /// <summary>Repeated symmetries: diagonals, transposes and copies between tensors.</summary>
    public static WeightSpace Shared()
    {
        Symmetry unit = new("unit", 7), other = new("other", 3);
        return new WeightSpace(
        [
            new WeightTensor("square", unit, unit),
            new WeightTensor("wide", unit, other),
            new WeightTensor("tall", other, unit),
            new WeightTensor("vector", unit),
            new WeightTensor("cube", unit, other, unit),
            new WeightTensor("scalar", [], []),
        ]);
    }

    private static WeightSpace Odd()
    {
        Symmetry S(string name, int size) => new(name, size);
        Symmetry one = S("one", 1), three = S("three", 3), five = S("five", 5), many = S("many", 101), two = S("two", 2), none = S("none", 0);
        return new WeightSpace(
        [
            new WeightTensor("scalar", [], []),
            new WeightTensor("single", one),
            new WeightTensor("column", many, one),
            new WeightTensor("row", one, many),
            new WeightTensor("vector", many),
            new WeightTensor("cube", five, three, two),
            new WeightTensor("four", three, five, two, three),
            new WeightTensor("five", two, three, five, one, three),
            new WeightTensor("empty", three, none),
        ]);
    }
}
