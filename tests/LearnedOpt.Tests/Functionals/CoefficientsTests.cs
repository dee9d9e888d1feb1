using LearnedOpt.Functionals;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Functionals;

public sealed class CoefficientsTests
{
    [Theory]
    [InlineData("mlp", 3783)]
    [InlineData("cnn", 5513)]
    [InlineData("rnn", 8043)]
    [InlineData("transformer", 64168)]
    public void Paper_rule_has_the_published_number_of_meta_parameters(string name, int expected)
    {
        var space = BasisTests.Paper(name);
        var pointwise = Coefficients.Pointwise(space, 19, 32).ThetaCount + 2 * Coefficients.Pointwise(space, 32, 32).ThetaCount;
        const int baseScalars = 3;
        Assert.Equal(expected, pointwise + Coefficients.Full(space, 32, 1).ThetaCount + baseScalars);
        Assert.Equal(2788, pointwise + Coefficients.Pointwise(space, 32, 1).ThetaCount + baseScalars);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_tied_layer_is_a_full_layer_with_repeated_matrices(int seed)
    {
        var space = seed == 0 ? PaperSpaces.Mlp(3, 4, 2) : seed == 1 ? PaperSpaces.Rnn(3, 2, 3) : RandomSpaces.Draw((ulong)seed);
        var (tied, full) = (Coefficients.Tied(space, 2, 3), Coefficients.Full(space, 2, 3));
        var theta = RandomSpaces.Theta(tied, 11);
        var repeated = new float[full.ThetaCount];
        var uses = tied.Terms.ToDictionary(use => use.Term.ToString());
        foreach (var use in full.Terms)
        {
            if (uses.Remove(use.Term.ToString(), out var role))
                for (var i = 0; i < 6; i++)
                    repeated[full.MatrixOffset(use.Matrix) + i] = role.Scale * theta[tied.MatrixOffset(role.Matrix) + i];
        }

        Assert.Empty(uses);                                                  // every tied term is a basis term
        for (var tensor = 0; tensor < space.Tensors.Count; tensor++)
            theta.AsSpan(tied.BiasOffset(tensor), 3).CopyTo(repeated.AsSpan(full.BiasOffset(tensor)));
        var x = RandomSpaces.Features(space, 2, 12);
        var expected = ReferenceExecutor.Run(LayerPlan.Compile(full), repeated, x);
        Assert.InRange(RandomSpaces.Error(ReferenceExecutor.Run(LayerPlan.Compile(tied), theta, x), expected), 0, 1e-6);
    }

    [Fact]
    public void Tied_theta_has_one_size_for_every_model()
    {
        var sizes = Enumerable.Range(0, 20).Select(seed => RandomSpaces.Draw((ulong)seed)).Concat([PaperSpaces.Mlp(), PaperSpaces.Transformer()])
            .Select(space => Coefficients.Tied(space, 16, 16).ThetaCount).Distinct();
        Assert.Equal(14 * 16 * 16 + 4 * 16, Assert.Single(sizes));
        Assert.Equal(6 * 16 * 16 + 4 * 16, Coefficients.Tied(PaperSpaces.Mlp(), 16, 16, TermRoles.Own).ThetaCount);
    }

    [Fact]
    public void Tied_layers_use_exactly_the_basis_terms_that_have_a_role()
    {
        foreach (var space in Enumerable.Range(0, 12).Select(seed => RandomSpaces.Draw((ulong)seed)).Append(PaperSpaces.Rnn()))
        {
            var expected = Enumerable.Range(0, space.Tensors.Count).SelectMany(output => Basis.TermsInto(space, output)).Where(term => TermRoles.Of(term) is not null);
            Assert.Equal(expected.Select(term => term.ToString()).Order(), Coefficients.Tied(space, 1, 1).Terms.Select(use => use.Term.ToString()).Order());
        }
    }

    [Fact]
    public void Sources_of_one_role_are_averaged()
    {
        var layer = Coefficients.Tied(PaperSpaces.Transformer(), 1, 1);
        foreach (var group in layer.Terms.GroupBy(use => (use.Term.Output, use.Matrix)))
            Assert.Equal(1, group.Sum(use => use.Scale), 5);
    }

    [Fact]
    public void Roles_of_a_hidden_layer_are_its_own_means_and_its_neighbours()
    {
        var space = PaperSpaces.Mlp(6, 5, 4, 3);
        var layer = Coefficients.Tied(space, 1, 1);
        string[] Sources(TermRole role) => [.. layer.Terms.Where(use => use.Matrix == (int)role && use.Term.Output == space.IndexOf("layer2.weight")).Select(use => use.Term.ToString())];
        Assert.Equal(["layer2.weight[0,1] <- layer2.weight[0,1]"], Sources(TermRole.Identity));
        Assert.Equal(["layer2.weight[0,1] <- layer2.weight[0,2]"], Sources(TermRole.OwnOut));
        Assert.Equal(["layer2.weight[0,1] <- layer2.weight[2,1]"], Sources(TermRole.OwnIn));
        Assert.Equal(["layer2.weight[0,1] <- layer2.weight[2,3]"], Sources(TermRole.OwnTotal));
        Assert.Equal(["layer2.weight[0,1] <- layer2.bias[0]"], Sources(TermRole.OutFromVector));
        Assert.Equal(["layer2.weight[0,1] <- layer3.weight[2,0]"], Sources(TermRole.OutFromIn));
        Assert.Equal(["layer2.weight[0,1] <- layer1.weight[1,2]"], Sources(TermRole.InFromOut));
        Assert.Equal(["layer2.weight[0,1] <- layer1.bias[1]"], Sources(TermRole.InFromVector));
        Assert.Equal(4, Sources(TermRole.CoupledTotal).Length);
        Assert.Equal(["layer2.weight[0,1] <- layer3.bias[2]"], Sources(TermRole.OtherTotal));
    }

    [Fact]
    public void A_recurrent_matrix_is_its_own_neighbour()
    {
        var space = PaperSpaces.Rnn();
        var layer = Coefficients.Tied(space, 1, 1);
        var recurrent = space.IndexOf("recurrent.weight");
        Assert.Contains(layer.Terms, use => use.Matrix == (int)TermRole.OutFromIn && use.Term.ToString() == "recurrent.weight[0,1] <- recurrent.weight[2,0]");
        Assert.Single(layer.Terms, use => use.Matrix == (int)TermRole.Identity && use.Term.Output == recurrent);
    }

    [Fact]
    public void Initial_values_keep_the_variance_of_the_sum_and_zero_relations_start_pointwise()
    {
        var layer = Coefficients.Full(PaperSpaces.Transformer(), 32, 32);
        var theta = new float[layer.ThetaCount];
        layer.Initialize(theta, new CounterRandom(1), gain: 2);
        var into = layer.Terms.Where(use => use.Term.Output == 1).ToList();
        var variance = into.SelectMany(use => theta.AsSpan(layer.MatrixOffset(use.Matrix), 1024).ToArray()).Average(value => (double)value * value);
        Assert.InRange(variance * 32 * into.Count, 1.9, 2.1);
        Assert.All(theta[layer.BiasOffset(0)..], value => Assert.Equal(0, value));

        var tied = Coefficients.Tied(PaperSpaces.Mlp(), 32, 32);
        var start = new float[tied.ThetaCount];
        tied.Initialize(start, new CounterRandom(2), relationScale: 0);
        Assert.InRange(start.AsSpan(0, 1024).ToArray().Average(value => (double)value * value) * 32, 0.85, 1.15);
        Assert.All(start[1024..], value => Assert.Equal(0, value));
    }
}
