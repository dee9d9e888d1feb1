using System.Numerics;
using LearnedOpt.Functionals;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Functionals;

public sealed class BasisTests
{
    public static TheoryData<string, int, int> PaperCounts => new()
    {
        { "mlp", 32, 4 }, { "cnn", 86, 6 }, { "rnn", 165, 8 }, { "transformer", 1918, 37 },
    };

    internal static WeightSpace Paper(string name) => name switch
    {
        "mlp" => PaperSpaces.Mlp(),
        "cnn" => PaperSpaces.Cnn(),
        "rnn" => PaperSpaces.Rnn(),
        _ => PaperSpaces.Transformer(),
    };

    [Theory]
    [MemberData(nameof(PaperCounts))]
    public void Paper_spaces_have_the_published_number_of_terms(string name, int terms, int tensors)
    {
        var space = Paper(name);
        Assert.Equal(tensors, space.Tensors.Count);
        Assert.Equal(terms, (int)Basis.Count(space));
        Assert.Equal(terms, Enumerable.Range(0, tensors).Sum(output => Basis.TermsInto(space, output).Count()));
    }

    [Fact]
    public void Bell_numbers()
    {
        int[] known = [1, 1, 2, 5, 15, 52, 203, 877, 4140, 21147, 115975];
        Assert.Equal(known.Select(value => (BigInteger)value), Enumerable.Range(0, known.Length).Select(Basis.Bell));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 15)]
    [InlineData(3, 203)]
    [InlineData(4, 4140)]
    public void Tensors_with_all_axes_of_one_symmetry_have_Bell_many_terms(int rank, int terms)
    {
        var unit = new Symmetry("n", 3);
        var space = new WeightSpace([new WeightTensor("w", [.. Enumerable.Repeat(unit, rank)])]);
        Assert.Equal(terms, (int)Basis.Count(space));
        Assert.Equal(terms, Basis.Terms(space, 0, 0).Count());
    }

    [Fact]
    public void Three_and_two_axes_of_one_symmetry_have_52_terms_four_and_three_877()
    {
        var unit = new Symmetry("n", 2);
        var space = new WeightSpace([new WeightTensor("two", unit, unit), new WeightTensor("three", unit, unit, unit), new WeightTensor("four", unit, unit, unit, unit)]);
        Assert.Equal(52, Basis.Terms(space, 0, 1).Count());
        Assert.Equal(877, Basis.Terms(space, 2, 1).Count());
    }

    [Fact]
    public void Terms_come_in_lexicographic_order_and_are_distinct()
    {
        var space = PaperSpaces.Rnn();
        for (var output = 0; output < space.Tensors.Count; output++)
        {
            for (var input = 0; input < space.Tensors.Count; input++)
            {
                var keys = Basis.Terms(space, output, input).Select(term => string.Concat(term.OutputBlocks.Concat(term.InputBlocks).Select(block => (char)('a' + block)))).ToList();
                Assert.Equal(keys.Order(StringComparer.Ordinal).Distinct(), keys);
            }
        }
    }

    [Fact]
    public void Only_axes_of_one_symmetry_share_a_block()
    {
        var space = PaperSpaces.Rnn();
        foreach (var term in Enumerable.Range(0, space.Tensors.Count).SelectMany(output => Basis.TermsInto(space, output)))
        {
            var axes = term.OutputBlocks.Zip(space.Tensors[term.Output].Axes).Concat(term.InputBlocks.Zip(space.Tensors[term.Input].Axes));
            Assert.All(axes.GroupBy(axis => axis.First), block => Assert.Single(block.Select(axis => axis.Second).Distinct()));
        }
    }

    [Theory]
    [InlineData("matrix")]
    [InlineData("square")]
    [InlineData("kernel")]
    [InlineData("layers")]
    public void The_terms_are_linearly_independent_and_span_the_equivariant_maps(string kind)
    {
        var (a, b, k) = (new Symmetry("a", 4), new Symmetry("b", 2), new Symmetry("k", 2, SymmetryKind.Spatial));
        var space = new WeightSpace(kind switch
        {
            "matrix" => [new WeightTensor("w", a, b)],
            "square" => [new WeightTensor("w", a, a)],
            "kernel" => [new WeightTensor("w", new Symmetry("o", 2), b, k)],
            _ => [new WeightTensor("w", b, a), new WeightTensor("c", b), new WeightTensor("v", new Symmetry("o", 2), b), new WeightTensor("s", [])],
        });
        var dimension = 0;
        for (var output = 0; output < space.Tensors.Count; output++)
        {
            for (var input = 0; input < space.Tensors.Count; input++)
            {
                var rows = Basis.Terms(space, output, input).Select(term => Matrix(term)).ToList();
                Assert.Equal(rows.Count, Rank(rows));
                dimension += rows.Count;
            }
        }

        // The dimension of the commutant is the mean over the group of (trace of the action) squared (Burnside).
        Assert.Equal(dimension, Math.Round(MeanSquaredTrace(space), 6));
    }

    [Fact]
    public void Every_term_commutes_with_the_group()
    {
        var space = PaperSpaces.Rnn(vocabulary: 3, embedding: 2, hidden: 4);
        var element = GroupElement.Random(space, new CounterRandom(7));
        var random = new CounterRandom(8).Sequence();
        foreach (var term in Enumerable.Range(0, space.Tensors.Count).SelectMany(output => Basis.TermsInto(space, output)))
        {
            var x = Enumerable.Range(0, (int)space.Tensors[term.Input].Count).Select(_ => (double)random.Normal()).ToArray();
            var moved = new double[x.Length];
            element.Apply<double>(term.Input, x, moved);
            var y = TermByTerm.Apply(term, x);
            var expected = new double[y.Length];
            element.Apply<double>(term.Output, y, expected);
            Assert.All(TermByTerm.Apply(term, moved).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 12));
        }
    }

    private static double[] Matrix(BasisTerm term)
    {
        var count = (int)term.Space.Tensors[term.Input].Count;
        return [.. Enumerable.Range(0, count).SelectMany(column =>
        {
            var unit = new double[count];
            unit[column] = 1;
            return TermByTerm.Apply(term, unit);
        })];
    }

    private static int Rank(List<double[]> rows)
    {
        var rank = 0;
        for (var column = 0; column < rows[0].Length && rank < rows.Count; column++)
        {
            var pivot = Enumerable.Range(rank, rows.Count - rank).MaxBy(row => Math.Abs(rows[row][column]));
            if (Math.Abs(rows[pivot][column]) < 1e-9)
                continue;
            (rows[rank], rows[pivot]) = (rows[pivot], rows[rank]);
            for (var row = rank + 1; row < rows.Count; row++)
            {
                var factor = rows[row][column] / rows[rank][column];
                for (var j = column; factor != 0 && j < rows[row].Length; j++)
                    rows[row][j] -= factor * rows[rank][j];
            }

            rank++;
        }

        return rank;
    }

    private static double MeanSquaredTrace(WeightSpace space)
    {
        var (sum, elements) = (0.0, 0);
        foreach (var element in Group(space, []))
        {
            var fixedPoints = Enumerable.Range(0, space.Tensors.Count).Sum(tensor => Fixed(element, tensor));
            sum += (double)fixedPoints * fixedPoints;
            elements++;
        }

        return sum / elements;
    }

    private static long Fixed(GroupElement element, int tensor)
    {
        var axes = element.Space.AxisSymmetries(tensor).ToArray();
        return axes.Aggregate(1L, (product, symmetry) =>
            product * Enumerable.Range(0, element.Permutations[symmetry].Count).LongCount(i => element.Permutations[symmetry][i] == i));
    }

    private static IEnumerable<GroupElement> Group(WeightSpace space, IReadOnlyList<Permutation> chosen) =>
        chosen.Count == space.Symmetries.Count
            ? [new GroupElement(space, chosen)]
            : Orders(Enumerable.Range(0, (int)space.Symmetries[chosen.Count].Size).ToArray())
                .SelectMany(order => Group(space, [.. chosen, new Permutation(order)]));

    private static IEnumerable<int[]> Orders(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(first => Orders([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));
}
