using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.WeightSpaces;

public sealed class WeightSpaceTests
{
    private static readonly Symmetry Hidden1 = new("hidden1", 32), Hidden2 = new("hidden2", 16);

    [Fact]
    public void A_transposed_shape_is_named_with_tensor_axes_and_likely_fix()
    {
        var fault = Assert.Throws<WeightSpaceException>(() => new WeightTensor("layer2.weight", [32, 16], [Hidden2, Hidden1]));
        Assert.Equal(
            "weight 'layer2.weight' must have shape [hidden2=16, hidden1=32] to match symmetries (hidden2, hidden1); received [32, 16]. " +
            "Is it transposed? Linear stores [out, in], Conv2d [out, in, height, width], Embedding [vocabulary, features].", fault.Message);
    }

    [Fact]
    public void Wrong_rank_and_wrong_length_say_what_to_do()
    {
        Assert.Contains("name one symmetry for each axis", Assert.Throws<WeightSpaceException>(() => new WeightTensor("w", [16, 32], [Hidden2])).Message);
        Assert.Contains("Axis 1 has 31 entries, its symmetry 32", Assert.Throws<WeightSpaceException>(() => new WeightTensor("w", [16, 31], [Hidden2, Hidden1])).Message);
    }

    [Fact]
    public void Names_are_unique_and_symmetries_have_one_size()
    {
        var twice = Assert.Throws<WeightSpaceException>(() => new WeightSpace([new WeightTensor("w", Hidden1), new WeightTensor("w", Hidden2)]));
        Assert.Contains("'w' twice", twice.Message);
        var sizes = Assert.Throws<WeightSpaceException>(() => new WeightSpace([new WeightTensor("a", Hidden1), new WeightTensor("b", new Symmetry("hidden1", 8))]));
        Assert.Contains("weight 'b' axis 0: symmetry 'hidden1' must have one size", sizes.Message);
    }

    [Fact]
    public void Paper_spaces_have_the_published_parameter_counts()
    {
        Assert.Equal(2_410, PaperSpaces.Mlp().ParameterCount);
        Assert.Equal(118_282, PaperSpaces.Mlp(784, 128, 128, 10).ParameterCount);
        Assert.Equal(5_418, PaperSpaces.Cnn().ParameterCount);
        Assert.Equal(74_240, PaperSpaces.Rnn(256, 64, 128, initialState: false).ParameterCount);
        Assert.Equal(67_264, PaperSpaces.Transformer().ParameterCount);
    }

    [Fact]
    public void Default_roles_are_out_then_in_then_spatial()
    {
        Assert.Equal([AxisRole.Out, AxisRole.In, AxisRole.Spatial, AxisRole.Spatial], PaperSpaces.Cnn()["conv2.weight"].Roles);
        Assert.Equal([AxisRole.In, AxisRole.Out], PaperSpaces.Rnn()["embedding.weight"].Roles);
    }

    [Fact]
    public void A_packed_parameter_becomes_contiguous_views_that_must_fit()
    {
        var gate = new WeightTensor("lstm.weight.forget", [16, 32], [Hidden2, Hidden1], view: new ParameterView("lstm.weight", [64, 32], 16 * 32));
        Assert.Equal(512, gate.View.Offset);
        var fault = Assert.Throws<WeightSpaceException>(() =>
            new WeightTensor("lstm.weight.fifth", [16, 32], [Hidden2, Hidden1], view: new ParameterView("lstm.weight", [64, 32], 4 * 16 * 32)));
        Assert.Contains("must lie inside parameter 'lstm.weight' of 2048 elements; received elements 2048 to 2560", fault.Message);
    }

    [Fact]
    public void Comparison_ignores_names_of_symmetries_and_reports_ties()
    {
        WeightSpace Make(string first, string second) => new([new WeightTensor("w", new Symmetry(first, 4), new Symmetry("in", 3)), new WeightTensor("b", new Symmetry(second, 4))]);
        Assert.Empty(Make("h", "h").DifferencesFrom(Make("x", "x")));
        Assert.Equal("'b' axis 0 is tied to 'w' axis 0 by symmetry 'h', which the other space does not do", Assert.Single(Make("h", "h").DifferencesFrom(Make("x", "y"))));
        Assert.Equal("'b' axis 0 must be tied to 'w' axis 0, as symmetry 'x' does in the other space", Assert.Single(Make("h", "k").DifferencesFrom(Make("x", "x"))));
    }

    [Fact]
    public void Parameters_of_another_model_are_refused()
    {
        var space = PaperSpaces.Mlp();
        var own = space.Tensors.Select(tensor => (tensor.Name, tensor.Shape)).ToList();
        space.RequireParameters(own);
        Assert.Contains("needs parameter 'layer2.weight', which the model lacks", Fault([.. own.Where(parameter => parameter.Name != "layer2.weight")]));
        Assert.Contains("parameter 'extra' has no weight", Fault([.. own, ("extra", [1L])]));
        Assert.Contains("received [64, 32]. Is it transposed?", Fault([.. own.Select(p => p.Name == "layer1.weight" ? (p.Name, (IReadOnlyList<long>)[64L, 32L]) : p)]));

        string Fault(List<(string, IReadOnlyList<long>)> parameters) => Assert.Throws<WeightSpaceException>(() => space.RequireParameters(parameters)).Message;
    }

    [Fact]
    public void Prints_tensors_and_symmetries()
    {
        var text = PaperSpaces.Mlp().ToString();
        Assert.Contains("4 tensors, 3 symmetries, 2,410 parameters", text);
        Assert.Contains("layer1.weight  [hidden1(32), input(64)]", text);
        Assert.Contains("symmetry input: 64 boundary", text);
    }
}
