using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LearnedOpt.Tests.WeightSpaces;

/// <summary>Models whose forward hides its wiring, as users write them.</summary>
internal abstract class HiddenWiring(string name) : nn.Module<Tensor, Tensor>(name)
{
    internal abstract Tensor Sample();
}

internal sealed class PlainNet : HiddenWiring
{
    private readonly Conv2d conv1 = Conv2d(3, 6, 3), conv2 = Conv2d(6, 8, 3);
    private readonly BatchNorm2d norm = BatchNorm2d(6);
    private readonly Linear fc1 = Linear(32, 7), fc2 = Linear(7, 4);

    internal PlainNet()
        : base(nameof(PlainNet)) => RegisterComponents();

    internal override Tensor Sample() => randn(3, 3, 9, 9);

    public override Tensor forward(Tensor input)
    {
        var x = functional.max_pool2d(norm.call(conv1.call(input)).relu(), 2);
        x = conv2.call(x.relu()).relu();                                // [N, 8, 1, 1] or so
        x = functional.interpolate(x, [2, 2]);
        return fc2.call(fc1.call(x.flatten(1)).relu());
    }
}

internal sealed class SharedResidual : HiddenWiring
{
    private readonly Linear stem = Linear(5, 8), shared = Linear(8, 8), gate = Linear(8, 1), scale = Linear(8, 8), head = Linear(8, 3);
    private readonly LayerNorm norm = LayerNorm(8);
    private readonly Parameter offset = new(randn(8));

    internal SharedResidual()
        : base(nameof(SharedResidual)) => RegisterComponents();

    internal override Tensor Sample() => randn(4, 5);

    public override Tensor forward(Tensor input)
    {
        var x = stem.call(input);
        for (var turn = 0; turn < 3; turn++)
            x = x + shared.call(norm.call(x)).tanh() * gate.call(x).sigmoid();
        return head.call((x + offset) * scale.call(x).sigmoid());
    }
}

internal sealed class Concatenating : HiddenWiring
{
    private readonly Conv2d left = Conv2d(2, 4, 3, padding: 1), right = Conv2d(2, 6, 1), also = Conv2d(4, 6, 1), fuse = Conv2d(10, 5, 1);
    private readonly Linear head = Linear(10 * 9 + 0, 3);

    internal Concatenating()
        : base(nameof(Concatenating)) => RegisterComponents();

    internal override Tensor Sample() => randn(6, 2, 3, 3);

    public override Tensor forward(Tensor input)
    {
        var a = left.call(input).tanh();
        var b = (right.call(input) + also.call(a)).sigmoid();
        var joined = cat([a, b], 1);                                    // [N, 10, 3, 3]
        return head.call(joined.flatten(1)) + fuse.call(joined).mean([2, 3])[TensorIndex.Colon, TensorIndex.Slice(0, 3)];
    }
}

internal sealed class HandWrittenAttention : HiddenWiring
{
    private readonly Embedding embed = Embedding(11, 12);
    private readonly Parameter position = new(randn(5, 12));
    private readonly LayerNorm norm1 = LayerNorm(12), norm2 = LayerNorm(12);
    private readonly Linear query = Linear(12, 12), key = Linear(12, 12), value = Linear(12, 12), mix = Linear(12, 12), up = Linear(12, 20), down = Linear(10, 12), head = Linear(12, 11);

    internal HandWrittenAttention()
        : base(nameof(HandWrittenAttention)) => RegisterComponents();

    internal override Tensor Sample() => randint(0, 11, [3, 5]);

    public override Tensor forward(Tensor input)
    {
        var x = embed.call(input) + position;                           // [N, T, 12]
        var h = norm1.call(x);
        Tensor Heads(Linear layer) => layer.call(h).reshape(h.shape[0], h.shape[1], 3, 4).transpose(1, 2);
        var weights = Heads(query).matmul(Heads(key).transpose(2, 3)).mul(0.5).softmax(-1);
        x = x + mix.call(weights.matmul(Heads(value)).transpose(1, 2).reshape(h.shape[0], h.shape[1], 12));
        var halves = up.call(norm2.call(x)).chunk(2, -1);
        x = x + down.call(halves[0] * halves[1].sigmoid());             // gated linear unit
        return head.call(x);
    }
}

internal sealed class PackedAttention : HiddenWiring
{
    private readonly Linear stem = Linear(4, 8), packed = Linear(8, 24), mix = Linear(8, 8), head = Linear(8, 3);

    internal PackedAttention()
        : base(nameof(PackedAttention)) => RegisterComponents();

    internal override Tensor Sample() => randn(3, 5, 4);

    public override Tensor forward(Tensor input)
    {
        var x = stem.call(input).relu();
        var parts = packed.call(x).chunk(3, -1).Select(part => part.reshape(3, 5, 2, 4).transpose(1, 2)).ToArray();
        var mixed = parts[0].matmul(parts[1].transpose(2, 3)).softmax(-1).matmul(parts[2]);
        return head.call(mix.call(mixed.transpose(1, 2).reshape(3, 5, 8)));
    }
}

internal sealed class CellLoop : HiddenWiring
{
    private readonly Embedding embed = Embedding(9, 5);
    private readonly GRUCell cell = GRUCell(5, 7);
    private readonly LSTM lstm = LSTM(7, 6);
    private readonly Linear last = Linear(6, 4), each = Linear(6, 4);

    internal CellLoop()
        : base(nameof(CellLoop)) => RegisterComponents();

    internal override Tensor Sample() => randint(0, 9, [4, 2]);

    public override Tensor forward(Tensor input)
    {
        var (x, state, states) = (embed.call(input), zeros(2, 7), new List<Tensor>());
        for (var t = 0; t < 4; t++)
            states.Add(state = cell.call(x[t], state));
        var (output, hidden, _) = lstm.call(stack(states));
        return last.call(hidden[0]) + each.call(output).mean([0]);
    }
}

internal sealed class InputResidual : HiddenWiring
{
    private readonly Linear up = Linear(6, 8), down = Linear(8, 6), head = Linear(6, 2);

    internal InputResidual()
        : base(nameof(InputResidual)) => RegisterComponents();

    internal override Tensor Sample() => randn(4, 6);

    public override Tensor forward(Tensor input) => head.call(input + down.call(up.call(input).relu()));
}

internal sealed class Reversing : HiddenWiring
{
    private readonly Linear first = Linear(4, 6), second = Linear(6, 6), head = Linear(6, 2);

    internal Reversing()
        : base(nameof(Reversing)) => RegisterComponents();

    internal override Tensor Sample() => randn(4, 4);

    public override Tensor forward(Tensor input) => head.call(second.call(first.call(input).relu().cumsum(-1)).relu());
}
