using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Compat.Tests.UserCode;

/// <summary>
/// A user's program: a causal Transformer from parts, with a custom autograd function as activation, forward hooks,
/// tied weights, parameter groups with and without decay, warm-up, and gradients accumulated over micro-batches.
/// </summary>
[Collection(Seeded.Name)]
public sealed class CustomTransformerTests
{
    /// <summary>x sigmoid(1.702 x), differentiated by hand.</summary>
    private sealed class QuickGelu : autograd.SingleTensorFunction<QuickGelu>
    {
        public override string Name => nameof(QuickGelu);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            return x * sigmoid(x * 1.702);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var x = ctx.get_saved_variables()[0];
            var gate = sigmoid(x * 1.702);
            return [grad_output * (gate + x * 1.702 * gate * (1 - gate))];
        }
    }

    private sealed class Attention : Module<Tensor, Tensor>
    {
        private readonly Linear qkv, output;
        private readonly Tensor mask;
        private readonly int _heads;

        public Attention(long width, int heads, long length) : base(nameof(Attention))
        {
            _heads = heads;
            qkv = Linear(width, 3 * width);
            output = Linear(width, width);
            mask = ones(length, length, dtype: @bool).triu(1); // [length, length], true where it may not look
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var (batch, length, width) = (x.shape[0], x.shape[1], x.shape[2]);
            var parts = qkv.call(x).view(batch, length, 3, _heads, width / _heads).permute(2, 0, 3, 1, 4); // [3, batch, heads, length, head]
            var (q, k, v) = (parts[0], parts[1], parts[2]);
            var scores = q.matmul(k.transpose(-2, -1)) / Math.Sqrt(width / _heads); // [batch, heads, length, length]
            var weights = scores.masked_fill(mask[..(int)length, ..(int)length], float.NegativeInfinity).softmax(-1);
            return output.call(weights.matmul(v).transpose(1, 2).reshape(batch, length, width));
        }
    }

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly LayerNorm norm1, norm2;
        private readonly Attention attention;
        private readonly Linear up, down;
        private readonly Dropout dropout;

        public Block(long width, int heads, long length) : base(nameof(Block))
        {
            norm1 = LayerNorm(width);
            norm2 = LayerNorm(width);
            attention = new Attention(width, heads, length);
            up = Linear(width, 4 * width);
            down = Linear(4 * width, width);
            dropout = Dropout(0.05);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            x = x + attention.call(norm1.call(x));
            return x + dropout.call(down.call(QuickGelu.apply(up.call(norm2.call(x)))));
        }
    }

    private sealed class Transformer : Module<Tensor, Tensor>
    {
        private readonly Embedding tokens;
        private readonly Parameter positions;
        public readonly ModuleList<Block> blocks;
        private readonly LayerNorm norm;

        public Transformer(long vocabulary, long width, int heads, int depth, long length) : base(nameof(Transformer))
        {
            tokens = Embedding(vocabulary, width);
            positions = Parameter(randn(length, width) * 0.02);
            blocks = ModuleList(Enumerable.Range(0, depth).Select(_ => new Block(width, heads, length)).ToArray());
            norm = LayerNorm(width);
            RegisterComponents();
            apply(module =>
            {
                if (module is not Linear linear) return;
                init.normal_(linear.weight!, 0, 0.05);
                init.zeros_(linear.bias!);
            });
        }

        public override Tensor forward(Tensor input)
        {
            var x = tokens.call(input) + positions[..(int)input.shape[1]]; // [batch, length, width]
            foreach (var block in blocks) x = block.call(x);
            return functional.linear(norm.call(x), tokens.weight!); // [batch, length, vocabulary]
        }
    }

    private const int Vocabulary = 11, Length = 12;

    /// <summary>Counting modulo 11 from a random start: [batch, Length + 1].</summary>
    private static Tensor Counting(int batch) => (randint(Vocabulary, [batch, 1]) + arange(Length + 1)).remainder(Vocabulary).to(int64);

    private static Tensor LossOf(Module<Tensor, Tensor> model, Tensor batch)
    {
        var logits = model.call(batch[.., ..Length]);
        return functional.cross_entropy(logits.reshape(-1, Vocabulary), batch[.., 1..].reshape(-1));
    }

    [Fact]
    public void LearnsToCount()
    {
        random.manual_seed(5);
        set_num_threads(1);
        using var model = new Transformer(Vocabulary, 24, 4, 2, Length);
        var decayed = model.named_parameters().Where(p => p.parameter.dim() >= 2 && !p.name.Contains("positions")).Select(p => p.parameter).ToList();
        var rest = model.parameters().Where(p => !decayed.Any(d => ReferenceEquals(d, p))).ToList();
        using var optimizer = optim.AdamW([new AdamW.ParamGroup(decayed, lr: 0.01, weight_decay: 0.1), new AdamW.ParamGroup(rest, lr: 0.01, weight_decay: 0)]);
        var scheduler = optim.lr_scheduler.LambdaLR(optimizer, step => Math.Min(1, (step + 1) / 5.0));

        var losses = new List<double>();
        model.train();
        for (var step = 0; step < 30; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var total = 0.0;
            for (var micro = 0; micro < 2; micro++)
            {
                var loss = LossOf(model, Counting(16)) / 2;
                loss.backward();
                total += loss.ToDouble();
            }
            optimizer.step();
            scheduler.step();
            losses.Add(total);
        }
        Assert.True(losses[^1] < losses[0] / 2, $"{losses[0]} -> {losses[^1]}");
        Assert.All(optimizer.ParamGroups, g => Assert.Equal(0.01, g.LearningRate, 12));
    }

    [Fact]
    public void AttentionLooksBackOnly()
    {
        using var model = new Transformer(Vocabulary, 16, 2, 2, Length);
        model.eval();
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var input = Counting(2)[.., ..Length];
        var changed = input.clone();
        changed[.., 7..] = 0;
        var (a, b) = (model.call(input), model.call(changed));
        Assert.True(a[.., ..7].allclose(b[.., ..7], atol: 1e-6));
        Assert.False(a[.., 7..].allclose(b[.., 7..]));
    }

    [Fact]
    public void HooksSeeAndChangeWhatPasses()
    {
        random.manual_seed(6);
        using var model = new Transformer(Vocabulary, 16, 2, 2, Length);
        model.eval();
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var input = Counting(2)[.., ..Length];
        var plain = model.call(input);
        var seen = new List<long[]>();
        var watch = model.blocks[0].register_forward_hook((_, _, result) =>
        {
            seen.Add(result.shape);
            return result;
        });
        var change = model.blocks[1].register_forward_pre_hook((_, x) => x * 2);
        Assert.False(model.call(input).allclose(plain));
        change.remove();
        Assert.True(model.call(input).allclose(plain));
        watch.remove();
        model.call(input);
        Assert.Equal([[2, Length, 16], [2, Length, 16]], seen);
    }

    [Fact]
    public void TheCustomFunctionHasTheRightGradient()
    {
        using var scope = NewDisposeScope();
        var x = linspace(-3, 3, 13, dtype: float64, requires_grad: true);
        QuickGelu.apply(x).sum().backward();
        var y = linspace(-3, 3, 13, dtype: float64, requires_grad: true);
        (y * (y * 1.702).sigmoid()).sum().backward();
        Assert.True(x.grad!.allclose(y.grad!));
    }

    /// <summary>state_dict into another model of the same kind: equal logits; a missing key is reported.</summary>
    [Fact]
    public void StateDictMovesBetweenModels()
    {
        using var model = new Transformer(Vocabulary, 16, 2, 1, Length);
        using var other = new Transformer(Vocabulary, 16, 2, 1, Length);
        model.eval();
        other.eval();
        var state = model.state_dict();
        Assert.Contains("blocks.0.attention.mask", state.Keys);
        Assert.Contains("positions", state.Keys);
        other.load_state_dict(state);
        using var input = Counting(2)[.., ..Length];
        using var a = model.call(input);
        using var b = other.call(input);
        Assert.True(a.equal(b).all().ToBoolean());
        state.Remove("positions");
        Assert.Throws<InvalidOperationException>(() => other.load_state_dict(state));
        var (missing, unexpected) = other.load_state_dict(state, strict: false);
        Assert.Equal(["positions"], missing);
        Assert.Empty(unexpected);
    }
}
