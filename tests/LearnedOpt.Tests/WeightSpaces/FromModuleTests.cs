using LearnedOpt.WeightSpaces;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LearnedOpt.Tests.WeightSpaces;

public sealed class FromModuleTests
{
    /// <summary>Each model with a sample, and the sizes of its hidden symmetries.</summary>
    private static readonly Dictionary<string, (Func<nn.Module<Tensor, Tensor>> Make, long[] Sample, long[] Hidden)> s_models = new()
    {
        ["mlp"] = (() => Sequential(Linear(6, 8), ReLU(), Linear(8, 5), Tanh(), Linear(5, 3)), [4, 6], [8, 5]),
        ["norms"] = (() => Sequential(Linear(6, 8), LayerNorm(8), GELU(), BatchNorm1d(8), Linear(8, 3)), [4, 6], [8]),
        ["conv flatten linear"] = (() => Sequential(Conv2d(3, 6, 3), BatchNorm2d(6), ReLU(), MaxPool2d(2), Conv2d(6, 4, 3), Flatten(), Linear(16, 5), PReLU(5), Linear(5, 2)), [2, 3, 10, 10], [6, 4, 5]),
        ["groups and depthwise"] = (() => Sequential(Conv2d(3, 8, 1), Conv2d(8, 12, 3, groups: 2), GroupNorm(6, 12), ReLU(), Conv2d(12, 12, 3, groups: 12), Conv2d(12, 4, 1), InstanceNorm2d(4, affine: true), Flatten(), Linear(144, 2)), [2, 3, 10, 10], [2, 4, 3, 2, 4]),
        ["transposed"] = (() => Sequential(Conv2d(3, 6, 3), ReLU(), ConvTranspose2d(6, 4, 3, groups: 2), ReLU(), Conv2d(4, 2, 1)), [2, 3, 8, 8], [2, 3, 2]),
        ["conv1d"] = (() => Sequential(Conv1d(3, 6, 3), BatchNorm1d(6, track_running_stats: true), ReLU(), Conv1d(6, 2, 3)), [2, 3, 12], [6]),
        ["sequence flatten"] = (() => Sequential(Linear(4, 6), ReLU(), Flatten(), Linear(30, 2)), [3, 5, 4], [6]),
        ["encoder layer"] = (() => Sequential(Linear(5, 12), TransformerEncoderLayer(12, 3, 7, dropout: 0.1), Linear(12, 2)), [6, 2, 5], [12, 3, 4, 4, 7]),
        ["encoder"] = (() => new Encoder(), [6, 2, 5], [8, 2, 4, 4, 7, 2, 4, 4, 7]),
    };

    public static TheoryData<string> Names => new(s_models.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Derived_symmetries_leave_the_output_unchanged_and_none_is_missed(string name)
    {
        random.manual_seed(1);
        using var scope = NewDisposeScope();
        var (make, sample, hidden) = s_models[name];
        using var model = make();
        var space = WeightSpace.FromModule(model);
        if (name == "encoder")
            space = space.Tie("embed.out", "stack.in", "stack.out", "head.in");
        Assert.Equal(hidden.Order(), space.Symmetries.Where(symmetry => symmetry.Kind == SymmetryKind.Hidden).Select(symmetry => symmetry.Size).Order());
        Assert.InRange(space.Verify(model, randn(sample)), 1e-12, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_is_covered_once_and_weights_and_mode_are_as_before(string name)
    {
        using var scope = NewDisposeScope();
        var (make, sample, _) = s_models[name];
        using var model = make();
        model.train();
        var before = model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        var space = WeightSpace.FromModule(model);
        Assert.Equal(model.parameters().Sum(parameter => parameter.numel()), space.ParameterCount);
        Assert.Equal(model.named_parameters().Select(parameter => parameter.name), space.Tensors.Select(tensor => tensor.View.Parameter).Distinct());
        if (name != "encoder")
            space.Verify(model, randn(sample));
        Assert.True(model.training);
        Assert.All(model.state_dict(), pair => Assert.True(pair.Value.equal(before[pair.Key]).all().ToBoolean(), pair.Key));
    }

    [Theory]
    [InlineData("rnn", 1, false)]
    [InlineData("gru", 2, false)]
    [InlineData("lstm", 1, true)]
    [InlineData("gru", 2, true)]
    [InlineData("lstm", 3, true)]
    public void Recurrent_models_are_derived_layer_by_layer_and_direction_by_direction(string kind, int layers, bool bidirectional)
    {
        random.manual_seed(2);
        using var scope = NewDisposeScope();
        using var model = new Recurrent(kind, layers, bidirectional);
        var space = WeightSpace.FromModule(model).Tie("embed.out", "cell.in").Tie("cell.out", "head.in");
        Assert.Equal(1 + layers * (bidirectional ? 2 : 1), space.Symmetries.Count(symmetry => symmetry.Kind == SymmetryKind.Hidden));
        Assert.Equal(model.parameters().Sum(parameter => parameter.numel()), space.ParameterCount);
        Assert.InRange(space.Verify(model, randint(0, 11, [5, 3])), 1e-12, 1e-4);
    }

    [Theory]
    [InlineData(12, 1)]
    [InlineData(12, 2)]
    [InlineData(12, 3)]
    [InlineData(12, 6)]
    [InlineData(12, 12)]
    [InlineData(8, 4)]
    public void Heads_are_counted(int width, int heads)
    {
        using var attention = MultiheadAttention(width, heads);
        var space = WeightSpace.FromModule(attention);
        var query = space["in_proj_weight.query"];
        Assert.Equal(heads == 1 ? [width, width] : heads == width ? [width, width] : [heads, width / heads, width], query.Shape);
        Assert.Equal(heads, space.Symmetries.Where(symmetry => symmetry.Name == "heads").Select(symmetry => (int)symmetry.Size).DefaultIfEmpty(1).Single());
    }

    [Fact]
    public void Groups_that_cut_across_each_other_are_left_independent_with_a_note()
    {
        using var scope = NewDisposeScope();
        using var model = Sequential(Linear(3, 12), GroupNorm(6, 12), Unflatten(1, [12, 1, 1]), Conv2d(12, 12, 1, groups: 4), GroupNorm(6, 12), Flatten(), Linear(12, 2));
        var space = WeightSpace.FromModule(model);
        Assert.StartsWith("left independent: cannot tie", Assert.Single(space.Notes));
        Assert.InRange(space.Verify(model, randn(2, 3)), 0, 1e-4);
    }

    [Fact]
    public void A_tied_embedding_is_one_tensor()
    {
        using var scope = NewDisposeScope();
        using var model = new TiedLanguageModel();
        var space = WeightSpace.FromModule(model).Tie("embed.out", "position[1]", "norm", "head.in");
        Assert.Equal(["position", "embed.weight", "norm.weight", "norm.bias", "head.bias"], space.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(SymmetryKind.Boundary, space["embed.weight"].Axes[0].Kind);
        Assert.Equal(space["embed.weight"].Axes[0], space["head.bias"].Axes[0]);
        Assert.InRange(space.Verify(model, randint(0, 9, [4, 5])), 1e-12, 1e-4);
    }

    [Fact]
    public void Undeclared_wiring_is_independent_and_verifies()
    {
        using var model = new Residual();
        using var sample = randn(2, 3, 6, 6);
        var space = WeightSpace.FromModule(model);
        Assert.DoesNotContain(space.Symmetries, symmetry => symmetry.Kind == SymmetryKind.Hidden);
        Assert.Equal(0, space.Verify(model, sample));
        var tied = space.Tie("stem.out", "block2.out", "norm2", "block1.in", "head.in").Tie("block1.out", "norm1", "block2.in");
        Assert.Equal(2, tied.Symmetries.Count(symmetry => symmetry.Kind == SymmetryKind.Hidden));
        Assert.InRange(tied.Verify(model, sample), 1e-12, 1e-4);
    }

    [Fact]
    public void A_layer_that_is_not_supported_is_named_with_what_to_write()
    {
        using var attention = MultiheadAttention(8, 2, kdim: 6, vdim: 5);
        using var model = Sequential();
        model.append("in", Linear(3, 8));
        using var holder = new Holder(attention);
        var fault = Assert.Throws<WeightSpaceException>(() => WeightSpace.FromModule(holder));
        Assert.StartsWith("module 'inner' (MultiheadAttention) is not supported: its keys or values have a width of their own. Write WeightSpace.FromModule(model, independentWhenUnknown: true)", fault.Message);
        Assert.Equal(attention.parameters().Sum(parameter => parameter.numel()), WeightSpace.FromModule(holder, independentWhenUnknown: true).ParameterCount);
    }

    internal sealed class Holder : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module inner;

        internal Holder(nn.Module inner)
            : base(nameof(Holder))
        {
            this.inner = inner;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input;
    }

    private sealed class Encoder : nn.Module<Tensor, Tensor>
    {
        private readonly Linear embed = Linear(5, 8), head = Linear(8, 2);
        private readonly TransformerEncoder stack = TransformerEncoder(TransformerEncoderLayer(8, 2, 7), 2);

        internal Encoder()
            : base(nameof(Encoder)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(stack.call(embed.call(input)));
    }

    private sealed class Recurrent : nn.Module<Tensor, Tensor>
    {
        private readonly Embedding embed = Embedding(11, 6);
        private readonly nn.Module cell;
        private readonly Linear head;

        internal Recurrent(string kind, int layers, bool bidirectional)
            : base(nameof(Recurrent))
        {
            cell = kind switch
            {
                "rnn" => RNN(6, 7, layers, bidirectional: bidirectional),
                "gru" => GRU(6, 7, layers, bidirectional: bidirectional),
                _ => LSTM(6, 7, layers, bidirectional: bidirectional),
            };
            head = Linear(bidirectional ? 14 : 7, 3);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var x = embed.call(input);                      // [time, batch, 6]
            return head.call(cell switch
            {
                RNN rnn => rnn.call(x).Item1,
                GRU gru => gru.call(x).Item1,
                _ => ((LSTM)cell).call(x).Item1,
            });
        }
    }

    private sealed class TiedLanguageModel : nn.Module<Tensor, Tensor>
    {
        private readonly Embedding embed = Embedding(9, 6);
        private readonly Parameter position = new(randn(5, 6));
        private readonly LayerNorm norm = LayerNorm(6);
        private readonly Linear head = Linear(6, 9);

        internal TiedLanguageModel()
            : base(nameof(TiedLanguageModel))
        {
            head.weight = embed.weight;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(norm.call(embed.call(input) + position));
    }

    internal sealed class Residual : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d stem = Conv2d(3, 6, 3, padding: 1), block1 = Conv2d(6, 6, 3, padding: 1), block2 = Conv2d(6, 6, 3, padding: 1);
        private readonly BatchNorm2d norm1 = BatchNorm2d(6), norm2 = BatchNorm2d(6);
        private readonly Linear head = Linear(6, 2);

        internal Residual()
            : base(nameof(Residual)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var x = stem.call(input).relu();
            x = (x + norm2.call(block2.call(norm1.call(block1.call(x)).relu()))).relu();
            return head.call(x.mean([2, 3]));
        }
    }
}
