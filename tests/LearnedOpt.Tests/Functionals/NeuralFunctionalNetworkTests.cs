using LearnedOpt.Functionals;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Functionals;

/// <summary>NFN's layers (Zhou et al., 2023), written down index by index as in the paper, are special cases of ours.</summary>
public sealed class NeuralFunctionalNetworkTests
{
    private static readonly int[] Widths = [3, 4, 2, 3];
    private static readonly WeightSpace Space = PaperSpaces.Mlp(Widths);
    private static readonly int Layers = Widths.Length - 1;

    [Fact]
    public void NP_equals_a_full_layer_on_the_MLP()
    {
        var layer = Coefficients.Full(Space, 1, 1);
        var theta = RandomSpaces.Theta(layer, 1);
        var x = RandomSpaces.Features(Space, 1, 2);
        var used = new HashSet<string>();
        var coefficient = layer.Terms.ToDictionary(use => use.Term.ToString(), use => theta[layer.MatrixOffset(use.Matrix)]);
        double C(string term)
        {
            used.Add(term);
            return coefficient[term];
        }

        var expected = Space.Tensors.Select((tensor, index) => (double[][])[Enumerable.Repeat((double)theta[layer.BiasOffset(index)], (int)tensor.Count).ToArray()]).ToArray();
        for (var i = 1; i <= Layers; i++)
        {
            for (var j = 0; j < Widths[i]; j++)
            {
                for (var s = 1; s <= Layers; s++)
                    expected[2 * i - 1][0][j] += C($"layer{i}.bias[0] <- layer{s}.weight[1,2]") * Mean(s, null, null) + C($"layer{i}.bias[0] <- layer{s}.bias[1]") * MeanBias(s);
                expected[2 * i - 1][0][j] += C($"layer{i}.bias[0] <- layer{i}.weight[0,1]") * Mean(i, j, null) + C($"layer{i}.bias[0] <- layer{i}.bias[0]") * B(i, j);
                if (i < Layers)
                    expected[2 * i - 1][0][j] += C($"layer{i}.bias[0] <- layer{i + 1}.weight[1,0]") * Mean(i + 1, null, j);
                for (var k = 0; k < Widths[i - 1]; k++)
                {
                    ref var z = ref expected[2 * i - 2][0][j * Widths[i - 1] + k];
                    var target = $"layer{i}.weight[0,1]";
                    for (var s = 1; s <= Layers; s++)
                        z += C($"{target} <- layer{s}.weight[2,3]") * Mean(s, null, null) + C($"{target} <- layer{s}.bias[2]") * MeanBias(s);
                    z += C($"{target} <- layer{i}.weight[0,1]") * W(i, j, k) + C($"{target} <- layer{i}.weight[0,2]") * Mean(i, j, null)
                        + C($"{target} <- layer{i}.weight[2,1]") * Mean(i, null, k) + C($"{target} <- layer{i}.bias[0]") * B(i, j);
                    if (i > 1)
                        z += C($"{target} <- layer{i - 1}.weight[1,2]") * Mean(i - 1, k, null) + C($"{target} <- layer{i - 1}.bias[1]") * B(i - 1, k);
                    if (i < Layers)
                        z += C($"{target} <- layer{i + 1}.weight[2,0]") * Mean(i + 1, null, j);
                }
            }
        }

        Assert.Equal(coefficient.Count, used.Count);                    // nothing in our basis that NFN lacks
        Assert.InRange(RandomSpaces.Error(ReferenceExecutor.Run(LayerPlan.Compile(layer), theta, x), expected), 0, 1e-12);

        double W(int i, int j, int k) => x[2 * i - 2][0][j * Widths[i - 1] + k];
        double B(int i, int j) => x[2 * i - 1][0][j];
        double MeanBias(int i) => x[2 * i - 1][0].Average();
        double Mean(int i, int? row, int? column) => (from j in Enumerable.Range(0, Widths[i]) from k in Enumerable.Range(0, Widths[i - 1])
                                                      where (row ?? j) == j && (column ?? k) == k select W(i, j, k)).Average();
    }

    [Fact]
    public void HNP_is_a_full_layer_on_the_space_with_inputs_and_outputs_fixed()
    {
        var space = PaperSpaces.Mlp(2, 3, 2).Fix("input", "output");
        Assert.Equal(["layer1.weight[:, 0]", "layer1.weight[:, 1]", "layer1.bias", "layer2.weight[0, :]", "layer2.weight[1, :]", "layer2.bias[0]", "layer2.bias[1]"],
            space.Tensors.Select(tensor => tensor.Name));
        // Hidden units carry 5 numbers each (2 inputs, bias, 2 outputs), besides 2 free ones: an equivariant map has
        // 5 x 5 (unit to unit) + 5 x 5 (mean of units) + 5 x 2 + 2 x 5 + 2 x 2 coefficients.
        Assert.Equal(25 + 25 + 10 + 10 + 4, (int)Basis.Count(space));

        var layer = Coefficients.Full(space, 1, 1);
        var (theta, x) = (RandomSpaces.Theta(layer, 3), RandomSpaces.Features(space, 1, 4));
        var vectors = Enumerable.Range(0, 5).ToArray();                 // tensors on the hidden units; 5 and 6 are scalars
        var coefficient = layer.Terms.ToLookup(use => (use.Term.Output, use.Term.Input, Linked: use.Term.OutputBlocks.Any(use.Term.InputBlocks.Contains)), use => (double)theta[layer.MatrixOffset(use.Matrix)]);
        var expected = space.Tensors.Select((tensor, l) => (double[][])[[.. Enumerable.Range(0, (int)tensor.Count).Select(j =>
            theta[layer.BiasOffset(l)] + Enumerable.Range(0, 7).Sum(m => coefficient[(l, m, false)].Single() * x[m][0].Average())
            + (l < 5 ? vectors.Sum(m => coefficient[(l, m, true)].Single() * x[m][0][j]) : 0))]]).ToArray();
        Assert.InRange(RandomSpaces.Error(ReferenceExecutor.Run(LayerPlan.Compile(layer), theta, x), expected), 0, 1e-12);
    }

    [Fact]
    public void NP_with_an_input_output_encoding_tells_inputs_apart_and_stays_symmetric_in_hidden_units()
    {
        var encoding = PositionFeatures.Boundary(Space, frequencies: 2);
        var model = FunctionalModel.Deep(Space, LayerKind.Full, inputChannels: 1 + 8, hidden: 3, depth: 2);
        var theta = new float[model.ThetaCount];
        model.Initialize(theta, new CounterRandom(5));
        var w = RandomSpaces.Features(Space, 1, 6);
        double[][][] Encode(double[][][] weights) => [.. weights.Select((planes, t) => (double[][])[.. planes, .. encoding[t].Chunk((int)Space.Tensors[t].Count).Select(plane => plane.Select(value => (double)value).ToArray())])];
        double Error(Func<Symmetry, bool> which)
        {
            var element = GroupElement.Random(Space, new CounterRandom(7), which);
            var moved = ReferenceExecutor.Run(model, theta, Encode(RandomSpaces.Permute(element, w)));
            return RandomSpaces.Error(moved, RandomSpaces.Permute(element, ReferenceExecutor.Run(model, theta, Encode(w))));
        }

        Assert.InRange(Error(symmetry => symmetry.Kind == SymmetryKind.Hidden), 0, 1e-12);
        Assert.InRange(Error(symmetry => symmetry.Kind == SymmetryKind.Boundary), 1e-3, 10);
    }
}
