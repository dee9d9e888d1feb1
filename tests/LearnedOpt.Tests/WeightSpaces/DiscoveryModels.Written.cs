using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LearnedOpt.Tests.WeightSpaces;

/// <summary>The last level of a U-Net: a skip beside as many upsampled channels.</summary>
internal sealed class EqualSkip : HiddenWiring
{
    private readonly Conv2d down = Conv2d(1, 4, 3, padding: 1), inner = Conv2d(4, 6, 3, padding: 1), fuse = Conv2d(8, 3, 1), last = Conv2d(3, 1, 1);
    private readonly ConvTranspose2d up = ConvTranspose2d(6, 4, 2, stride: 2);

    internal EqualSkip()
        : base(nameof(EqualSkip)) => RegisterComponents();

    internal override Tensor Sample() => randn(2, 1, 6, 6);

    public override Tensor forward(Tensor input)
    {
        var skip = down.call(input).tanh();
        return last.call(fuse.call(cat([up.call(inner.call(functional.max_pool2d(skip, 2)).tanh()), skip], 1)).tanh());
    }
}

/// <summary>Attention of four query heads on two key and value heads of another size, queries and keys turned by position if asked for.</summary>
internal sealed class GroupedQueries(bool turned) : HiddenWiring(nameof(GroupedQueries))
{
    private const int Batch = 2, Time = 5;
    private readonly Linear query = Linear(6, 16), key = Linear(6, 8), value = Linear(6, 10), mix = Linear(20, 6), head = Linear(6, 2);

    internal static GroupedQueries Create(bool turned)
    {
        var model = new GroupedQueries(turned);
        model.RegisterComponents();
        return model;
    }

    internal override Tensor Sample() => randn(Batch, Time, 6);

    public override Tensor forward(Tensor input)
    {
        var scores = Turn(Heads(query.call(input), 4)).matmul(Turn(Repeat(key.call(input))).transpose(-1, -2)).softmax(-1);
        return head.call(mix.call(scores.matmul(Repeat(value.call(input))).transpose(1, 2).reshape(Batch, Time, 20)));
    }

    private static Tensor Heads(Tensor units, long heads) => units.reshape(Batch, Time, heads, -1).transpose(1, 2);                  // [batch, heads, time, dim]

    private static Tensor Repeat(Tensor units) =>
        Heads(units, 2).unsqueeze(2).expand(Batch, 2, 2, Time, units.shape[2] / 2).reshape(Batch, 4, Time, units.shape[2] / 2);      // each head twice

    private Tensor Turn(Tensor units)
    {
        if (!turned)
            return units;
        var angle = arange(Time, dtype: float32).unsqueeze(1) * tensor(new[] { 1f, 0.3f });
        var halves = units.chunk(2, -1);
        return cat([halves[0] * angle.cos() - halves[1] * angle.sin(), halves[0] * angle.sin() + halves[1] * angle.cos()], -1);
    }
}

/// <summary>A recurrent cell whose gates come from two layers, cut in four, and units that another layer scales and shifts.</summary>
internal sealed class WrittenCell : HiddenWiring
{
    private readonly Linear fromInput = Linear(5, 28), fromState = Linear(7, 28, hasBias: false), inner = Linear(7, 6), condition = Linear(5, 12), head = Linear(6, 3);

    internal WrittenCell()
        : base(nameof(WrittenCell)) => RegisterComponents();

    internal override Tensor Sample() => randn(3, 4, 5);

    public override Tensor forward(Tensor input)
    {
        var (state, cell) = (zeros(3, 7), zeros(3, 7));
        for (var t = 0; t < 4; t++)
        {
            var gates = (fromInput.call(input.select(1, t)) + fromState.call(state)).chunk(4, 1);
            cell = gates[1].sigmoid() * cell + gates[0].sigmoid() * gates[2].tanh();
            state = gates[3].sigmoid() * cell.tanh();
        }

        var scaleShift = condition.call(input.select(1, 0)).chunk(2, 1);
        return head.call((inner.call(state) * (1 + scaleShift[0]) + scaleShift[1]).tanh());
    }
}

/// <summary>A recurrent network whose gate reads the input and the state side by side.</summary>
internal sealed class InputBeside : HiddenWiring
{
    private readonly Linear gate = Linear(12, 7), update = Linear(12, 7), head = Linear(7, 3);

    internal InputBeside()
        : base(nameof(InputBeside)) => RegisterComponents();

    internal override Tensor Sample() => randn(3, 4, 5);

    public override Tensor forward(Tensor input)
    {
        var state = zeros(3, 7);
        for (var t = 0; t < 4; t++)
        {
            var both = cat([input.select(1, t), state], 1);
            var open = gate.call(both).sigmoid();
            state = (1 - open) * state + open * update.call(both).tanh();
        }

        return head.call(state);
    }
}

/// <summary>Channels that become positions, units first.</summary>
internal sealed class Upsampler : HiddenWiring
{
    private readonly Conv2d first = Conv2d(2, 12, 3, padding: 1), second = Conv2d(3, 4, 3, padding: 1), last = Conv2d(4, 1, 1);

    internal Upsampler()
        : base(nameof(Upsampler)) => RegisterComponents();

    internal override Tensor Sample() => randn(2, 2, 4, 4);

    public override Tensor forward(Tensor input) => last.call(second.call(functional.pixel_shuffle(first.call(input).tanh(), 2)).tanh());
}

/// <summary>An autoencoder that decodes with the encoder's weights and biases of its own, straight or with the units in reverse.</summary>
internal sealed class DecodesWithEncoder(bool reversed) : HiddenWiring(nameof(DecodesWithEncoder))
{
    private readonly Linear encode = Linear(8, 4), inner = Linear(4, 3);
    private readonly Parameter offset = new(randn(4));

    internal static DecodesWithEncoder Create(bool reversed)
    {
        var model = new DecodesWithEncoder(reversed);
        model.RegisterComponents();
        return model;
    }

    internal override Tensor Sample() => randn(5, 8);

    public override Tensor forward(Tensor input)
    {
        var code = inner.call(encode.call(input).tanh()).tanh();
        var units = (code.matmul(inner.weight!) + offset).tanh();
        return units.matmul(reversed ? encode.weight!.flip(0) : encode.weight!);
    }
}
