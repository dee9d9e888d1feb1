using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Compat.Tests.UserCode;

/// <summary>A user's program: a character model with embedding and LSTM, clipped gradients, checkpoints and sampling.</summary>
[Collection(Seeded.Name)]
public sealed class LanguageModelTests
{
    private const string Text = "the quick brown fox jumps over the lazy dog and runs away from the quick brown dog. ";

    private sealed class CharModel : Module<Tensor, (Tensor, Tensor)?, (Tensor logits, (Tensor, Tensor) state)>
    {
        private readonly Embedding embedding;
        private readonly LSTM lstm;
        private readonly Linear head;

        public CharModel(long vocabulary, long width, double dropout = 0) : base(nameof(CharModel))
        {
            embedding = Embedding(vocabulary, width);
            lstm = LSTM(width, width, numLayers: 2, batchFirst: true, dropout: dropout);
            head = Linear(width, vocabulary);
            RegisterComponents();
        }

        public override (Tensor logits, (Tensor, Tensor) state) forward(Tensor tokens, (Tensor, Tensor)? state)
        {
            var (hidden, h, c) = lstm.call(embedding.call(tokens), state); // [batch, time, width]
            return (head.call(hidden), (h, c)); // [batch, time, vocabulary]
        }
    }

    private readonly string _vocabulary = new(Text.Distinct().OrderBy(c => c).ToArray());

    private Tensor Encode(string text) => tensor(text.Select(c => (long)_vocabulary.IndexOf(c)).ToArray(), dtype: int64);

    private double Step(CharModel model, optim.Optimizer optimizer, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var windows = tokens.unfold(0, 17, 8); // [batch, 17]
        var inputs = windows[TensorIndex.Ellipsis, TensorIndex.Slice(0, 16)];
        var targets = windows[TensorIndex.Ellipsis, TensorIndex.Slice(1)];
        optimizer.zero_grad();
        var (logits, _) = model.call(inputs, null);
        var loss = functional.cross_entropy(logits.view(-1, _vocabulary.Length), targets.reshape(-1));
        loss.backward();
        var norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0);
        Assert.True(double.IsFinite(norm));
        var clipped = Math.Sqrt(model.parameters().Sum(p => p.grad!.pow(2).sum().ToDouble()));
        Assert.True(clipped <= 1 + 1e-4, $"norm {norm} clipped to {clipped}");
        optimizer.step();
        return loss.ToDouble();
    }

    [Fact]
    public void LearnsASentenceAndSamplesFromIt()
    {
        random.manual_seed(3);
        set_num_threads(1);
        using var model = new CharModel(_vocabulary.Length, 32, dropout: 0.1);
        using var optimizer = optim.AdamW(model.parameters(), lr: 0.02);
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, 40, 0.001);
        using var tokens = Encode(Text + Text);
        var losses = new List<double>();
        for (var step = 0; step < 40; step++)
        {
            losses.Add(Step(model, optimizer, tokens));
            scheduler.step();
        }
        Assert.Equal(Math.Log(_vocabulary.Length), losses[0], 0.3);
        Assert.True(losses[^1] < losses[0] / 2, $"{losses[0]} -> {losses[^1]}");
        Assert.Equal(0.001, optimizer.ParamGroups.First().LearningRate, 9);

        var sample = Sample(model, "the ", 20);
        Assert.Equal(24, sample.Length);
        Assert.All(sample, c => Assert.Contains(c, _vocabulary));
    }

    private string Sample(CharModel model, string prompt, int count)
    {
        model.eval();
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var (logits, state) = model.call(Encode(prompt).unsqueeze(0), null);
        for (var i = 0; i < count; i++)
        {
            var probabilities = functional.softmax(logits[0, -1] / 0.8, 0);
            var next = multinomial(probabilities, 1);
            prompt += _vocabulary[(int)next.item<long>()];
            (logits, state) = model.call(next.unsqueeze(0), state);
        }
        return prompt;
    }

    /// <summary>The state carries: two halves of a text, state handed on, give the logits of the whole.</summary>
    [Fact]
    public void StateCarriesOverWindows()
    {
        using var model = new CharModel(_vocabulary.Length, 16);
        model.eval();
        using var off = no_grad();
        using var scope = NewDisposeScope();
        var tokens = Encode(Text).unsqueeze(0);
        var (whole, _) = model.call(tokens, null);
        var (first, state) = model.call(tokens[TensorIndex.Colon, ..30], null);
        var (second, _) = model.call(tokens[TensorIndex.Colon, 30..], state);
        Assert.True(cat([first, second], 1).allclose(whole, atol: 1e-5));
    }

    /// <summary>Weights and optimizer to streams and back: training continues with the same losses.</summary>
    [Fact]
    public void ResumesFromACheckpoint()
    {
        random.manual_seed(4);
        using var tokens = Encode(Text);
        using var model = new CharModel(_vocabulary.Length, 16);
        using var optimizer = optim.RMSProp(model.parameters(), 0.01, momentum: 0.5);
        for (var step = 0; step < 3; step++) Step(model, optimizer, tokens);
        using var weights = new MemoryStream();
        using var state = new MemoryStream();
        var writer = new BinaryWriter(weights);
        model.save(writer);
        optimizer.save_state_dict(new BinaryWriter(state));

        using var restored = new CharModel(_vocabulary.Length, 16);
        (weights.Position, state.Position) = (0, 0);
        restored.load(new BinaryReader(weights));
        using var resumed = optim.RMSProp(restored.parameters(), 0.5);
        resumed.load_state_dict(new BinaryReader(state));
        for (var step = 0; step < 3; step++)
        {
            Assert.Equal(Step(model, optimizer, tokens), Step(restored, resumed, tokens));
        }
    }
}
