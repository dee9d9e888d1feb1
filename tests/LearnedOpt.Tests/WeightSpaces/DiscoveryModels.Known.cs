using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LearnedOpt.Tests.WeightSpaces;

/// <summary>A small vision transformer: patches, class token, learned positions, pre-norm blocks on MultiheadAttention.</summary>
internal sealed class SmallVisionTransformer : HiddenWiring
{
    private readonly Conv2d patch = Conv2d(3, 8, 4, stride: 4);
    private readonly Parameter token = new(randn(1, 1, 8)), position = new(randn(1, 5, 8));
    private readonly LayerNorm norm1 = LayerNorm(8), norm2 = LayerNorm(8), last = LayerNorm(8);
    private readonly MultiheadAttention attention = MultiheadAttention(8, 2);
    private readonly Linear up = Linear(8, 12), down = Linear(12, 8), head = Linear(8, 3);

    internal SmallVisionTransformer()
        : base(nameof(SmallVisionTransformer)) => RegisterComponents();

    internal override Tensor Sample() => randn(2, 3, 8, 8);

    public override Tensor forward(Tensor input)
    {
        var x = patch.call(input).flatten(2).transpose(1, 2);           // [N, 4, 8]
        x = cat([token.expand(x.shape[0], 1, 8), x], 1) + position;
        var h = norm1.call(x).transpose(0, 1);
        x = x + attention.call(h, h, h).Item1.transpose(0, 1);
        x = x + down.call(functional.gelu(up.call(norm2.call(x))));
        return head.call(last.call(x)[TensorIndex.Colon, 0]);
    }
}

/// <summary>A small U-Net with a grouped convolution, squeeze and excitation, a transposed convolution and a skip.</summary>
internal sealed class SmallUNet : HiddenWiring
{
    private readonly Conv2d down1 = Conv2d(1, 4, 3, padding: 1), down2 = Conv2d(4, 8, 3, padding: 1), depthwise = Conv2d(8, 8, 3, padding: 1, groups: 8), last = Conv2d(10, 1, 1);
    private readonly GroupNorm norm = GroupNorm(2, 8);
    private readonly Linear squeeze = Linear(8, 3), excite = Linear(3, 8);
    private readonly ConvTranspose2d up = ConvTranspose2d(8, 6, 2, stride: 2);

    internal SmallUNet()
        : base(nameof(SmallUNet)) => RegisterComponents();

    internal override Tensor Sample() => randn(2, 1, 8, 8);

    public override Tensor forward(Tensor input)
    {
        var skip = down1.call(input).tanh();
        var x = norm.call(depthwise.call(down2.call(functional.max_pool2d(skip, 2)).tanh()));
        x = x * excite.call(squeeze.call(x.mean([2, 3])).tanh()).sigmoid().unsqueeze(-1).unsqueeze(-1);
        return last.call(cat([skip, up.call(x).tanh()], 1));
    }
}

/// <summary>A bidirectional reader, a pair of encoders that meet in a bilinear form.</summary>
internal sealed class PairScorer : HiddenWiring
{
    private readonly Embedding embed = Embedding(9, 5);
    private readonly LSTM reader = LSTM(5, 4, bidirectional: true);
    private readonly Linear left = Linear(8, 6), right = Linear(8, 7);
    private readonly Bilinear meet = Bilinear(6, 7, 2);

    internal PairScorer()
        : base(nameof(PairScorer)) => RegisterComponents();

    internal override Tensor Sample() => randint(0, 9, [4, 3]);

    public override Tensor forward(Tensor input)
    {
        var x = reader.call(embed.call(input)).Item1.mean([0]);
        return meet.call(left.call(x).relu(), right.call(x).relu());
    }
}

/// <summary>A decoder that uses the encoder's weight itself, which no hook sees.</summary>
internal sealed class TiedAutoencoder : HiddenWiring
{
    private readonly Linear encode = Linear(6, 4), inner = Linear(4, 4);

    internal TiedAutoencoder()
        : base(nameof(TiedAutoencoder)) => RegisterComponents();

    internal override Tensor Sample() => randn(3, 6);

    public override Tensor forward(Tensor input) => functional.linear(inner.call(encode.call(input).tanh()).tanh(), encode.weight.t());
}
