using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Compat.Tests.UserCode;

/// <summary>Users' programs on sequences: the library's own Transformer encoder, a bidirectional GRU classifier, attention.</summary>
[Collection(Seeded.Name)]
public sealed class SequenceTests
{
    private sealed class PositionalEncoding : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> dropout;
        private readonly Tensor pe;

        public PositionalEncoding(long width, double rate, int length = 64) : base(nameof(PositionalEncoding))
        {
            dropout = Dropout(rate);
            var table = zeros(length, width);
            var position = arange(0, length, 1).unsqueeze(1);
            var frequency = (arange(0, width, 2) * (-Math.Log(10000.0) / width)).exp();
            table[TensorIndex.Ellipsis, TensorIndex.Slice(0, null, 2)] = (position * frequency).sin();
            table[TensorIndex.Ellipsis, TensorIndex.Slice(1, null, 2)] = (position * frequency).cos();
            pe = table.unsqueeze(0).transpose(0, 1); // [length, 1, width]
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var shifted = x + pe[TensorIndex.Slice(null, x.shape[0]), TensorIndex.Slice()];
            return dropout.call(shifted);
        }
    }

    private sealed class EncoderModel : Module<Tensor, Tensor, Tensor>
    {
        private readonly TransformerEncoder encoder;
        private readonly PositionalEncoding positions;
        private readonly Embedding embedding;
        private readonly Linear decoder;
        private readonly long width;

        public EncoderModel(long vocabulary, long width, long heads, long hidden, long layers, double dropout) : base(nameof(EncoderModel))
        {
            this.width = width;
            positions = new PositionalEncoding(width, dropout);
            encoder = TransformerEncoder(TransformerEncoderLayer(width, heads, hidden, dropout), layers);
            embedding = Embedding(vocabulary, width);
            decoder = Linear(width, vocabulary);
            using (no_grad())
            {
                init.uniform_(embedding.weight!, -0.1, 0.1);
                init.zeros_(decoder.bias!);
                init.uniform_(decoder.weight!, -0.1, 0.1);
            }
            RegisterComponents();
        }

        public static Tensor Mask(long size)
        {
            var mask = (ones(size, size) == 1).triu().transpose(0, 1);
            return mask.to_type(ScalarType.Float32).masked_fill(mask == 0, float.NegativeInfinity).masked_fill(mask == 1, 0.0f);
        }

        public override Tensor forward(Tensor tokens, Tensor mask)
        {
            var source = positions.call(embedding.call(tokens) * MathF.Sqrt(width)); // [length, batch, width]
            return decoder.call(encoder.call(source, mask, null));
        }
    }

    [Fact]
    public void EncoderLearnsToRepeat()
    {
        random.manual_seed(9);
        set_num_threads(1);
        using var model = new EncoderModel(8, 16, 2, 32, 2, 0.05);
        var loss = CrossEntropyLoss();
        using var optimizer = optim.SGD(model.parameters(), 0.5);
        var scheduler = optim.lr_scheduler.StepLR(optimizer, 10, 0.95);
        using var mask = EncoderModel.Mask(10);
        using var data = arange(11 * 6).remainder(8).view(6, 11).t().contiguous(); // [11, 6]
        var losses = new List<double>();
        for (var step = 0; step < 40; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            using var output = loss.call(model.call(data[..10], mask).view(-1, 8), data[1..].reshape(-1));
            output.backward();
            nn.utils.clip_grad_norm_(model.parameters(), 0.5);
            optimizer.step();
            scheduler.step();
            losses.Add(output.cpu().item<float>());
        }
        Assert.True(losses[^1] < losses[0] / 2, $"{losses[0]} -> {losses[^1]}");
    }

    private sealed class Tagger : Module<Tensor, Tensor>
    {
        private readonly GRU gru;
        private readonly Module<Tensor, Tensor> head;

        public Tagger() : base(nameof(Tagger))
        {
            gru = GRU(1, 12, batchFirst: true, bidirectional: true);
            head = Sequential(LayerNorm(24), Linear(24, 2), LogSoftmax(-1));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var (hidden, last) = gru.call(x); // [batch, time, 24], [2, batch, 12]
            Assert.Equal([2, x.shape[0], 12], last.shape);
            return head.call(hidden);
        }
    }

    /// <summary>Is the sum of both neighbours positive? Needs both directions.</summary>
    [Fact]
    public void BidirectionalGruTagsByNeighbours()
    {
        random.manual_seed(10);
        using var model = new Tagger();
        using var loss = NLLLoss();
        using var optimizer = optim.NAdam(model.parameters(), 0.01);
        using var x = randn(32, 10, 1);
        using var target = (functional.pad(x.squeeze(-1), (1, 1)).unfold(1, 3, 1) * tensor(new float[] { 1, 0, 1 })).sum(dim: 2).gt(0).to(int64); // [32, 10]
        var (first, last) = (0.0, 0.0);
        for (var step = 0; step < 60; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var value = loss.call(model.call(x).view(-1, 2), target.view(-1));
            value.backward();
            optimizer.step();
            last = value.ToDouble();
            if (step == 0) first = last;
        }
        Assert.True(last < first / 2, $"{first} -> {last}");
    }

    [Fact]
    public void AttentionWeightsAreAMixture()
    {
        using var attention = MultiheadAttention(8, 2);
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var (query, key) = (randn(3, 2, 8), randn(5, 2, 8)); // [length, batch, width]
        var (output, weights) = attention.call(query, key, key, null, true, null);
        Assert.Equal([3, 2, 8], output.shape);
        Assert.Equal([2, 3, 5], weights.shape);
        Assert.True(weights.sum(dim: -1).allclose(ones(2, 3)));
    }
}
