using LearnedOpt.Functionals;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Functionals;

public sealed class LayerPlanTests
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            for (var seed = 0; seed < 24; seed++)
            {
                cases.Add(seed, "full");
                cases.Add(seed, "tied");
            }

            return cases;
        }
    }

    private static Coefficients Layer(string kind, WeightSpace space, int cIn = 2, int cOut = 3) => kind switch
    {
        "full" => Coefficients.Full(space, cIn, cOut),
        "tied" => Coefficients.Tied(space, cIn, cOut),
        _ => Coefficients.Pointwise(space, cIn, cOut),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_factored_plan_equals_the_term_by_term_definition(int seed, string kind)
    {
        var layer = Layer(kind, RandomSpaces.Draw((ulong)seed, empty: seed % 4 == 3));
        var (theta, x) = (RandomSpaces.Theta(layer, 1), RandomSpaces.Features(layer.Space, layer.InputChannels, 2));
        var actual = ReferenceExecutor.Run(LayerPlan.Compile(layer), theta, x);
        Assert.InRange(RandomSpaces.Error(actual, TermByTerm.Layer(layer, theta, x)), 0, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layers_commute_with_the_group(int seed, string kind)
    {
        var layer = Layer(kind, RandomSpaces.Draw((ulong)seed));
        var (plan, theta, x) = (LayerPlan.Compile(layer), RandomSpaces.Theta(layer, 3), RandomSpaces.Features(layer.Space, layer.InputChannels, 4));
        var element = GroupElement.Random(layer.Space, new CounterRandom((ulong)seed).At("element"));
        var y = ReferenceExecutor.Run(plan, theta, x);
        Assert.InRange(RandomSpaces.Error(ReferenceExecutor.Run(plan, theta, RandomSpaces.Permute(element, x)), RandomSpaces.Permute(element, y)), 0, 1e-12);
    }

    [Fact]
    public void Full_layers_on_random_specifications_do_not_commute_with_anything_larger()
    {
        var tried = 0;
        for (var seed = 0UL; seed < 24; seed++)
        {
            var space = RandomSpaces.Draw(seed);
            // One axis cut loose from a symmetry that has another axis, and enough entries to tell.
            var (tensor, axis) = space.Tensors.SelectMany((tensor, t) => tensor.Axes.Select((symmetry, a) => (t, a, symmetry)))
                .Where(item => item.symmetry.Size > 1 && space.Tensors.Sum(other => other.Axes.Count(symmetry => symmetry == item.symmetry)) > 1)
                .Select(item => (item.t, item.a)).LastOrDefault((-1, -1));
            if (tensor < 0)
                continue;
            tried++;
            var loose = new WeightSpace(space.Tensors.Select((other, t) => t != tensor ? other : new WeightTensor(
                other.Name, other.Shape, [.. other.Axes.Select((symmetry, a) => a == axis ? new Symmetry("loose", symmetry.Size) : symmetry)], other.Roles)));
            var layer = Coefficients.Full(space, 2, 2);
            var (plan, theta, x) = (LayerPlan.Compile(layer), RandomSpaces.Theta(layer, 3), RandomSpaces.Features(space, 2, 4));
            var y = ReferenceExecutor.Run(plan, theta, x);
            var moving = Enumerable.Range(0, 20).Select(attempt => GroupElement.Random(loose, new CounterRandom((ulong)attempt), symmetry => symmetry.Name == "loose")).First(element => element.Permutations.Any(permutation => !permutation.IsIdentity));
            Assert.InRange(RandomSpaces.Error(ReferenceExecutor.Run(plan, theta, RandomSpaces.Permute(moving, x)), RandomSpaces.Permute(moving, y)), 1e-4, 100);
        }

        Assert.InRange(tried, 10, 24);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("tied")]
    public void Equality_breaks_when_two_axes_of_one_symmetry_move_apart(string kind)
    {
        var space = PaperSpaces.Mlp(4, 5, 3);
        var layer = Layer(kind, space);
        var (plan, theta, x) = (LayerPlan.Compile(layer), RandomSpaces.Theta(layer, 5), RandomSpaces.Features(space, 2, 6));
        // The same tensors with the bias of layer 1 cut loose: its group is larger than the layer's.
        var loose = new WeightSpace(space.Tensors.Select(tensor => tensor.Name == "layer1.bias" ? new WeightTensor(tensor.Name, new Symmetry("loose", 5)) : tensor));
        var element = GroupElement.Random(loose, new CounterRandom(9));
        var y = ReferenceExecutor.Run(plan, theta, x);
        Assert.InRange(RandomSpaces.Error(ReferenceExecutor.Run(plan, theta, RandomSpaces.Permute(element, x)), RandomSpaces.Permute(element, y)), 1e-3, 100);
    }

    [Fact]
    public void Each_output_and_pattern_costs_one_product_and_reductions_are_shared()
    {
        var plan = LayerPlan.Compile(Coefficients.Full(PaperSpaces.Mlp(), 2, 2));
        Assert.All(plan.Outputs, output => Assert.Equal(output.Patterns.Count, output.Patterns.Select(pattern => pattern.Pattern).Distinct().Count()));
        Assert.Equal(plan.Reductions.Count, plan.Reductions.Select(reduction => reduction.Pattern).Distinct().Count());
        Assert.Equal(12, plan.Reductions.Count);            // two matrices: itself, rows, columns, total; two vectors: itself, total
        Assert.All(plan.Outputs, output => Assert.True(output.Patterns[^1].Pattern.IsIdentity));
    }

    [Fact]
    public void Totals_are_means_of_smaller_means()
    {
        var plan = LayerPlan.Compile(Coefficients.Full(PaperSpaces.Cnn(), 1, 1));
        var total = plan.Reductions.Single(reduction => reduction.Pattern is { Kept: 0, Tensor: 2 });
        Assert.Equal(3, plan.Reductions[total.Parent].Pattern.Count);       // 3 taps, not 16 x 32 x 9
        Assert.All(plan.Reductions, reduction => Assert.True(reduction.Parent < reduction.Index));
    }

    [Fact]
    public void A_pointwise_plan_reads_nothing_but_the_element()
    {
        Assert.True(LayerPlan.Compile(Coefficients.Pointwise(PaperSpaces.Rnn(), 2, 2)).IsPointwise);
        Assert.False(LayerPlan.Compile(Coefficients.Tied(PaperSpaces.Mlp(), 2, 2)).IsPointwise);
    }
}
