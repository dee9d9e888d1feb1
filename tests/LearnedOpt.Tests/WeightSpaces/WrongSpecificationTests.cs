using LearnedOpt.WeightSpaces;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LearnedOpt.Tests.WeightSpaces;

/// <summary>Specifications that are wrong in the ways in which users get them wrong: each must break, and name what breaks.</summary>
public sealed class WrongSpecificationTests
{
    [Fact]
    public void A_transposed_square_weight()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(Linear(6, 6), ReLU(), Linear(6, 6), ReLU(), Linear(6, 3));
        var derived = WeightSpace.FromModule(model);
        var wrong = Replace(derived, "2.weight", tensor => new WeightTensor(tensor.Name, [.. tensor.Axes.Reverse()]));
        derived.Verify(model, randn(4, 6));
        var message = Fault(wrong, model, randn(4, 6));
        Assert.Contains("symmetry '0.out' (6 units: '0.weight' axis 0, '0.bias' axis 0, '2.weight' axis 0)", message);
        Assert.Contains("Other axes of 6 units: '0.weight' axis 1, '2.weight' axis 1, '2.bias' axis 0, '4.weight' axis 1", message);
    }

    [Fact]
    public void Few_units_in_reverse_although_many_permutations_commute_with_that()
    {
        using var scope = NewDisposeScope();
        for (var seed = 0; seed < 10; seed++)
        {
            random.manual_seed(seed);
            using var model = new Reverses();
            Assert.StartsWith("symmetry 'first.out' (4 units:", Fault(WeightSpace.FromModule(model).Tie("first.out", "second.in", "skip.in"), model, randn(4, 3)));
        }
    }

    [Fact]
    public void A_residual_sum_that_is_not_tied()
    {
        using var scope = NewDisposeScope();
        using var model = new FromModuleTests.Residual();
        var wrong = WeightSpace.FromModule(model).Tie("stem.out", "block1.in", "head.in").Tie("block1.out", "norm1", "block2.in");
        Assert.StartsWith("symmetry 'stem.out' (6 units:", Fault(wrong, model, randn(2, 3, 6, 6)));
    }

    [Fact]
    public void A_norm_that_is_forgotten_although_it_is_at_its_initial_values()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(Conv2d(3, 6, 3), BatchNorm2d(6), ReLU(), Conv2d(6, 2, 3));
        var wrong = Replace(WeightSpace.FromModule(model), "1.weight", tensor => new WeightTensor(tensor.Name, new Symmetry("forgotten", 6, SymmetryKind.Boundary)));
        var message = Fault(wrong, model, randn(2, 3, 8, 8));
        Assert.StartsWith("symmetry '0.out' (6 units: '0.weight' axis 0, '0.bias' axis 0, '1.bias' axis 0, '3.weight' axis 1", message);
        Assert.Contains("Other axes of 6 units: '1.weight' axis 0.", message);
    }

    [Fact]
    public void Running_statistics_that_stay_behind()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(Linear(3, 6), BatchNorm1d(6), Linear(6, 2));
        var derived = WeightSpace.FromModule(model);
        Assert.Equal(["1.running_mean", "1.running_var"], derived.Buffers.Select(buffer => buffer.Name).Order());
        Assert.StartsWith("symmetry '0.out'", Fault(new WeightSpace(derived.Tensors, [.. derived.Buffers.Select(buffer => new WeightTensor(buffer.Name, new Symmetry("behind", 6, SymmetryKind.Boundary)))]), model, randn(4, 3)));
    }

    [Fact]
    public void One_head_moved()
    {
        using var scope = NewDisposeScope();
        using var attention = MultiheadAttention(8, 2);
        using var holder = new FromModuleTests.Holder(attention);
        var derived = WeightSpace.FromModule(holder);
        var sample = randn(5, 2, 8);
        Tensor Output() => attention.call(sample, sample, sample).Item1;
        Assert.InRange(derived.Verify(holder, Output), 1e-12, 1e-4);
        // Query and key agree on heads; the value does not know of them.
        var (heads, size, stream) = (derived["inner.in_proj_weight.key"].Axes[0], derived["inner.in_proj_weight.value"].Axes[1], derived["inner.in_proj_weight.value"].Axes[2]);
        var loose = new Symmetry("valueHeads", heads.Size, SymmetryKind.Boundary);
        var wrong = Replace(derived, "inner.in_proj_weight.value", tensor => new WeightTensor(tensor.Name, tensor.Shape, [loose, size, stream], tensor.Roles, tensor.View));
        var fault = Assert.Throws<WeightSpaceException>(() => wrong.Verify(holder, Output));
        Assert.StartsWith("symmetry 'inner.heads' (2 units: 'inner.in_proj_weight.query' axis 0, 'inner.in_proj_weight.key' axis 0", fault.Message);
    }

    [Fact]
    public void Gates_mixed()
    {
        using var scope = NewDisposeScope();
        using var lstm = LSTM(3, 4);
        using var holder = new FromModuleTests.Holder(lstm);
        var derived = WeightSpace.FromModule(holder);
        var sample = randn(5, 2, 3);
        // All sixteen rows as one permutable axis: gates would trade places.
        var (rows, state) = (new Symmetry("rows", 16), derived["inner.weight_hh_l0.cell"].Axes[1]);
        var wrong = new WeightSpace([
            new WeightTensor("inner.weight_ih_l0", rows, new Symmetry("in", 3, SymmetryKind.Boundary)), new WeightTensor("inner.weight_hh_l0", rows, new Symmetry("state", 4, SymmetryKind.Boundary)),
            new WeightTensor("inner.bias_ih_l0", rows), new WeightTensor("inner.bias_hh_l0", rows)]);
        var fault = Assert.Throws<WeightSpaceException>(() => wrong.Verify(holder, () => lstm.call(sample).Item1));
        Assert.StartsWith("symmetry 'rows' (16 units:", fault.Message);
        Assert.Contains("No other axis has as many units: one of those named does not belong", fault.Message);
        Assert.Equal(SymmetryKind.Boundary, state.Kind);                    // seen from outside, so not hidden
    }

    [Fact]
    public void A_tie_that_holds_in_shape_only()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(Linear(6, 6), ReLU(), Linear(6, 6), ReLU(), Linear(6, 3));
        var derived = WeightSpace.FromModule(model);
        var one = new Symmetry("hidden", 6);
        var wrong = new WeightSpace(derived.Tensors.Select(tensor => new WeightTensor(tensor.Name, tensor.Shape, [.. tensor.Axes.Select((axis, index) => tensor.Name == "0.weight" && index == 1 ? axis : axis.Size == 6 ? one : axis)])));
        wrong.Verify(model, randn(4, 6));                                   // one permutation for both layers is a subgroup: legal, merely weaker
        var input = new WeightSpace(derived.Tensors.Select(tensor => new WeightTensor(tensor.Name, tensor.Shape, [.. tensor.Axes.Select(axis => axis.Size == 6 ? one : axis)])));
        Assert.StartsWith("symmetry 'hidden' (6 units:", Fault(input, model, randn(4, 6)));
    }

    [Fact]
    public void Models_that_cannot_be_verified_are_told_apart_from_wrong_ones()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(Linear(3, 4), Linear(4, 2));
        var space = WeightSpace.FromModule(model);
        Assert.Contains("differs between two runs", Assert.Throws<WeightSpaceException>(() => space.Verify(model, () => rand(3))).Message);
        Assert.Contains("not finite", Assert.Throws<WeightSpaceException>(() => space.Verify(model, () => full(3, float.NaN))).Message);
        using var other = Sequential(Linear(3, 5), Linear(5, 2));
        Assert.Contains("weight '0.weight' must have shape [4, 3] for symmetries (0.out, 0.in); received [5, 3]", Assert.Throws<WeightSpaceException>(() => space.Verify(other, randn(2, 3))).Message);
    }

    private static WeightSpace Replace(WeightSpace space, string name, Func<WeightTensor, WeightTensor> change) =>
        new(space.Tensors.Select(tensor => tensor.Name == name ? change(tensor) : tensor), space.Buffers);

    private static string Fault(WeightSpace space, nn.Module<Tensor, Tensor> model, Tensor sample) =>
        Assert.Throws<WeightSpaceException>(() => space.Verify(model, sample)).Message;

    private sealed class Reverses : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(3, 4), second = Linear(4, 2), skip = Linear(4, 2);

        internal Reverses()
            : base(nameof(Reverses)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var units = first.call(input).tanh();
            return second.call(units) + skip.call(units.flip(1));
        }
    }
}
