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
        ("odd", Odd()),
    ];

    public static WeightSpace Named(string name) => All.First(entry => entry.Name == name).Space;

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
