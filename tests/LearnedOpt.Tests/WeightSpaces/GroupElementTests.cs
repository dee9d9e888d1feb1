using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.WeightSpaces;

public sealed class GroupElementTests
{
    private static readonly WeightSpace Space = PaperSpaces.Rnn(vocabulary: 5, embedding: 3, hidden: 4);

    [Fact]
    public void Acts_by_moving_each_index()
    {
        var (rows, columns) = (new Symmetry("rows", 2), new Symmetry("columns", 3));
        var space = new WeightSpace([new WeightTensor("w", rows, columns)]);
        var element = new GroupElement(space, [new Permutation([1, 0]), new Permutation([2, 0, 1])]);
        Assert.Equal([50, 60, 40, 20, 30, 10], Apply(element, 0, [10, 20, 30, 40, 50, 60]));
        Assert.Equal([1, 2, 0], element.SourceIndices(1));
    }

    [Fact]
    public void Composition_acts_one_after_the_other_and_the_inverse_undoes()
    {
        var (g, h) = (GroupElement.Random(Space, new CounterRandom(1)), GroupElement.Random(Space, new CounterRandom(2)));
        for (var tensor = 0; tensor < Space.Tensors.Count; tensor++)
        {
            var x = Enumerable.Range(0, (int)Space.Tensors[tensor].Count).ToArray();
            Assert.Equal(Apply(h, tensor, Apply(g, tensor, x)), Apply(h.After(g), tensor, x));
            Assert.Equal(x, Apply(g.Inverse(), tensor, Apply(g, tensor, x)));
            Assert.Equal(x, Apply(GroupElement.Identity(Space), tensor, x));
        }
    }

    [Fact]
    public void Random_elements_reach_every_permutation_equally_often()
    {
        var counts = Enumerable.Range(0, 6000).GroupBy(seed => string.Join(",", Targets(Permutation.Random(3, new CounterRandom((ulong)seed))))).Select(group => group.Count()).ToList();
        Assert.Equal(6, counts.Count);
        Assert.All(counts, count => Assert.InRange(count, 880, 1120));          // 1000 +- 4 standard deviations
    }

    [Fact]
    public void Selected_symmetries_move_and_the_others_stay()
    {
        var element = GroupElement.Random(Space, new CounterRandom(3), symmetry => symmetry.Name == "hidden");
        Assert.All(Space.Symmetries.Zip(element.Permutations), pair => Assert.Equal(pair.First.Name != "hidden", pair.Second.IsIdentity));
    }

    [Fact]
    public void Wrong_sizes_are_refused_by_name()
    {
        Assert.Contains("each of 0..2 once", Assert.Throws<WeightSpaceException>(() => new Permutation([0, 0, 2])).Message);
        var wrong = Space.Symmetries.Select(symmetry => Permutation.Identity(symmetry.Name == "hidden" ? 7 : (int)symmetry.Size)).ToList();
        Assert.Contains("symmetry 'hidden' permutes 4 entries; received a permutation of 7", Assert.Throws<WeightSpaceException>(() => new GroupElement(Space, wrong)).Message);
        Assert.Contains("weight 'input.weight' has 12 elements", Assert.Throws<WeightSpaceException>(() => Apply(GroupElement.Identity(Space), 1, [1, 2])).Message);
    }

    private static int[] Apply(GroupElement element, int tensor, int[] source)
    {
        var destination = new int[source.Length];
        element.Apply<int>(tensor, source, destination);
        return destination;
    }

    private static int[] Targets(Permutation permutation) => [.. Enumerable.Range(0, permutation.Count).Select(index => permutation[index])];
}
