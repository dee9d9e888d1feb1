using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.WeightSpaces;

public sealed class WiringTests
{
    private static string Axes(WeightSpace space, string tensor) => string.Join(" ", space[tensor].Axes.Select(axis => axis.ToString()));

    private static WeightSpace Resolve(Action<ModuleWiring> build)
    {
        var wiring = new ModuleWiring();
        build(wiring);
        return wiring.Resolve();
    }

    [Fact]
    public void Undeclared_ends_are_independent_boundaries()
    {
        var space = Resolve(wiring =>
        {
            LayerWiring.Linear(wiring, "fc1.", 5, 4, true);
            LayerWiring.Linear(wiring, "fc2.", 3, 5, true);
        });
        Assert.Equal(["fc1.out", "fc1.in", "fc2.out", "fc2.in"], space.Symmetries.Select(symmetry => symmetry.Name));
        Assert.All(space.Symmetries, symmetry => Assert.Equal(SymmetryKind.Boundary, symmetry.Kind));
    }

    [Fact]
    public void A_tie_makes_units_hidden_and_leaves_the_first_space_alone()
    {
        var space = Resolve(wiring =>
        {
            LayerWiring.Linear(wiring, "fc1.", 5, 4, true);
            LayerWiring.PerUnit(wiring, "norm.", [5], ["weight", "bias"], ["running_mean"]);
            LayerWiring.Linear(wiring, "fc2.", 3, 5, true);
        });
        var tied = space.Tie("fc1.out", "norm", "fc2.in");
        Assert.Equal("fc1.out(5)", Axes(tied, "norm.weight"));
        Assert.Equal("fc2.out(3) fc1.out(5)", Axes(tied, "fc2.weight"));
        Assert.Equal("fc1.out", Assert.Single(tied.Symmetries, symmetry => symmetry.Kind == SymmetryKind.Hidden).Name);
        Assert.Equal("fc1.out", Assert.Single(tied.Buffers).Axes[0].Name);
        Assert.Equal("fc2.out(3) fc2.in(5)", Axes(space, "fc2.weight"));
    }

    [Fact]
    public void A_flatten_factors_the_columns_into_channels_and_positions()
    {
        var space = Resolve(wiring =>
        {
            LayerWiring.Convolution(wiring, "conv.", 4, 3, 1, [3, 3], true, false);
            LayerWiring.Linear(wiring, "fc.", 2, 36, true);
        }).Tie("conv.out", "fc.in");
        Assert.Equal("fc.out(2) conv.out(4) fc.in.positions(9)", Axes(space, "fc.weight"));
        Assert.Equal([2, 4, 9], space["fc.weight"].Shape);
        Assert.Equal([AxisRole.Out, AxisRole.In, AxisRole.Spatial], space["fc.weight"].Roles);
        Assert.True(space["fc.weight"].View.IsContiguous);
        Assert.Equal([2, 36], space["fc.weight"].View.ParameterShape);
    }

    [Fact]
    public void Gates_become_contiguous_tensors_that_share_the_state()
    {
        var space = Resolve(wiring => LayerWiring.Recurrent(wiring, "lstm.", ["input", "forget", "cell", "output"], 3, 5, 1, false, true, false));
        Assert.Equal(16, space.Tensors.Count);
        Assert.Equal("lstm.state_l0(5) lstm.in(3)", Axes(space, "lstm.weight_ih_l0.forget"));
        Assert.Equal("lstm.state_l0(5) lstm.state_l0(5)", Axes(space, "lstm.weight_hh_l0.output"));
        Assert.Equal(15 * 5, space["lstm.weight_hh_l0.output"].View.Offset);
        Assert.All(space.Tensors, tensor => Assert.True(tensor.View.IsContiguous));
        Assert.Equal(4 * 5 * (3 + 5 + 2), space.ParameterCount);
    }

    [Fact]
    public void The_next_layer_of_a_bidirectional_cell_reads_two_states()
    {
        var space = Resolve(wiring => LayerWiring.Recurrent(wiring, "gru.", ["reset", "update", "candidate"], 3, 5, 2, true, true, false));
        Assert.Equal("gru.state_l1(5) gru.state_l0_reverse(5)", Axes(space, "gru.weight_ih_l1.reset[:, 5:10]"));
        var view = space["gru.weight_ih_l1.update[:, 5:10]"].View;
        Assert.Equal((5 * 10 + 5, false), (view.Offset, view.IsContiguous));
        Assert.Equal([10, 1], view.Strides);
        Assert.Equal(2 * 15 * (3 + 5 + 2) + 2 * 15 * (10 + 5 + 2), space.ParameterCount);
        Assert.Equal(SymmetryKind.Hidden, space["gru.weight_hh_l0.reset"].Axes[0].Kind);
        Assert.Equal(SymmetryKind.Boundary, space["gru.weight_hh_l1.reset"].Axes[0].Kind);      // seen from outside
    }

    [Fact]
    public void Attention_has_heads_and_two_kinds_of_head_dimensions()
    {
        var space = Resolve(wiring =>
        {
            var stream = LayerWiring.Stream(wiring, "attn.", 12);
            LayerWiring.Attention(wiring, "attn.", 12, 3, true, stream, stream);
        });
        Assert.Equal("attn.heads(3) attn.queryKeyDim(4) attn.stream(12)", Axes(space, "attn.in_proj_weight.query"));
        Assert.Equal(Axes(space, "attn.in_proj_weight.query"), Axes(space, "attn.in_proj_weight.key"));
        Assert.Equal("attn.heads(3) attn.valueDim(4)", Axes(space, "attn.in_proj_bias.value"));
        Assert.Equal("attn.stream(12) attn.heads(3) attn.valueDim(4)", Axes(space, "attn.out_proj.weight"));
        Assert.Equal(3, space.Symmetries.Count(symmetry => symmetry.Kind == SymmetryKind.Hidden));
        Assert.Equal(12 * 12, space["attn.in_proj_weight.key"].View.Offset);
    }

    [Fact]
    public void Grouped_channels_factor_everything_that_is_tied_to_them()
    {
        var space = Resolve(wiring =>
        {
            LayerWiring.Convolution(wiring, "a.", 12, 3, 1, [1], true, false);
            LayerWiring.PerUnit(wiring, "norm.", [12], ["weight"], [], groups: 6);
            LayerWiring.Convolution(wiring, "b.", 6, 12, 3, [1], true, false);
        }).Tie("a.out", "norm", "b.in");
        // 6 groups of the norm, 3 of the convolution: 3 x 2 x 2.
        Assert.Equal([3, 2, 2], space["norm.weight"].Shape);
        Assert.Equal([3, 2, 2, 3, 1], space["a.weight"].Shape);
        Assert.Equal([3, 2, 2, 2, 1], space["b.weight"].Shape);
        Assert.Equal(space["norm.weight"].Axes[0], space["b.weight"].Axes[0]);
        Assert.Equal(space["norm.weight"].Axes.Skip(1), space["b.weight"].Axes.Skip(2).Take(2));
    }

    [Fact]
    public void Depthwise_channels_stay_one_axis()
    {
        var space = Resolve(wiring => LayerWiring.Convolution(wiring, "dw.", 8, 8, 8, [3], true, false));
        Assert.Equal("dw.groups(8) dw.in/groups(1) dw.tap0(3)", Axes(space, "dw.weight"));
        Assert.Equal("dw.groups(8)", Axes(space, "dw.bias"));
    }

    [Fact]
    public void A_concatenation_splits_the_columns_that_read_it()
    {
        var space = Resolve(wiring =>
        {
            LayerWiring.Linear(wiring, "left.", 4, 3, false);
            LayerWiring.Linear(wiring, "right.", 2, 3, false);
            LayerWiring.Linear(wiring, "fuse.", 5, 6, true);
        }).TieConcat("fuse.in", "left.out", "right.out");
        Assert.Equal("fuse.out(5) left.out(4)", Axes(space, "fuse.weight[:, 0:4]"));
        Assert.Equal("fuse.out(5) right.out(2)", Axes(space, "fuse.weight[:, 4:6]"));
        Assert.Equal(SymmetryKind.Hidden, space["left.weight"].Axes[0].Kind);
    }

    [Fact]
    public void A_flattened_concatenation_keeps_its_parts()
    {
        var space = Resolve(wiring =>
        {
            LayerWiring.Convolution(wiring, "left.", 4, 3, 1, [1], false, false);
            LayerWiring.Convolution(wiring, "right.", 2, 3, 1, [1], false, false);
            LayerWiring.PerUnit(wiring, "norm.", [6], ["weight"], []);
            LayerWiring.Linear(wiring, "fc.", 5, 60, false);
        }).TieConcat("norm", "left.out", "right.out").Tie("norm", "fc.in");
        Assert.Equal("fc.out(5) right.out(2) fc.in.positions(10)", Axes(space, "fc.weight[:, 40:60]"));
        Assert.Equal("right.out(2)", Axes(space, "norm.weight[4:6]"));
    }

    [Fact]
    public void A_shared_parameter_ties_its_users_but_keeps_the_vocabulary_a_boundary()
    {
        var space = Resolve(wiring =>
        {
            LayerWiring.Embedding(wiring, "embed.", 9, 4);
            LayerWiring.PerUnit(wiring, "norm.", [4], ["weight"], []);
            wiring.Port("head.out", wiring.Plain("head.out", 9, AxisOrigin.Written), PortDirection.Out);
            wiring.Port("head.in", wiring.Plain("head.in", 4, AxisOrigin.Read), PortDirection.In);
            wiring.TieShared(wiring.Locate("embed.weight[0]"), wiring.Locate("head.out"));
            wiring.TieShared(wiring.Locate("embed.weight[1]"), wiring.Locate("head.in"));
        });
        Assert.All(space.Symmetries, symmetry => Assert.Equal(SymmetryKind.Boundary, symmetry.Kind));
        var tied = space.Tie("embed.out", "norm", "head.in");
        Assert.Equal([SymmetryKind.Boundary, SymmetryKind.Hidden], tied["embed.weight"].Axes.Select(axis => axis.Kind));
    }

    [Fact]
    public void Declarations_that_cannot_hold_are_refused_in_words()
    {
        var space = Resolve(wiring =>
        {
            LayerWiring.Linear(wiring, "fc1.", 5, 4, true);
            LayerWiring.Linear(wiring, "fc2.", 3, 7, true);
            LayerWiring.Free(wiring, "position", [1, 8, 5], false);
        });
        Assert.Equal("'fc1' has two ends: write 'fc1.in' or 'fc1.out'.", Fault("fc1", "fc2.in"));
        Assert.Contains("nothing in this model is called 'fc9.out'. Write the end of a module ('fc1.out', 'fc1.in'", Fault("fc9.out", "fc2.in"));
        Assert.Equal("cannot tie 'fc1.out' (5 units) to 'fc2.in' (7 units): they must have equally many. Is another layer between them?", Reorder(Fault("fc1.out", "fc2.in")));
        Assert.Contains("two ends or more", Fault("fc1.out"));
        Assert.Equal("fc1.out", space.Tie("fc1.out", "position[2]")["position"].Axes[2].Name);
        Assert.Contains("built by hand", Assert.Throws<WeightSpaceException>(() => PaperSpaces.Mlp().Tie("a", "b")).Message);

        string Fault(params string[] ends) => Assert.Throws<WeightSpaceException>(() => space.Tie(ends)).Message;
        static string Reorder(string message) => message.Replace("'fc2.in' (7 units) to 'fc1.out' (5 units)", "'fc1.out' (5 units) to 'fc2.in' (7 units)", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_element_of_every_parameter_belongs_to_one_tensor()
    {
        var space = Resolve(wiring =>
        {
            LayerWiring.Recurrent(wiring, "rnn.", ["reset", "update", "candidate"], 4, 6, 2, true, true, false);
            LayerWiring.Linear(wiring, "fc.", 3, 24, true);
        }).Tie("rnn.out", "fc.in");
        foreach (var parameter in space.Tensors.GroupBy(tensor => tensor.View.Parameter))
        {
            var seen = new int[parameter.First().View.ParameterCount];
            foreach (var tensor in parameter)
            {
                var strides = tensor.View.StridesFor(tensor.Shape);
                foreach (var index in Functionals.TermByTerm.Indices(tensor.Shape))
                    seen[tensor.View.Offset + index.Zip(strides, (i, stride) => i * stride).Sum()]++;
            }

            Assert.All(seen, count => Assert.Equal(1, count));
        }
    }
}
