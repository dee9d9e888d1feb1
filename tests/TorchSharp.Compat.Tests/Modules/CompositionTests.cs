using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Modules;

/// <summary>Layers against the same arithmetic written out in tensor operations.</summary>
[Collection(GlobalGenerator.Name)]
public sealed class CompositionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public CompositionTests() => random.manual_seed(3);
    public void Dispose() => _scope.Dispose();

    private static void Same(Tensor expected, Tensor actual) =>
        Assert.True(expected.allclose(actual, 1e-10, 1e-10), $"expected {expected.ToString(true)}, got {actual.ToString(true)}");

    private static Tensor Random(params long[] shape) => randn(shape, ScalarType.Float64);

    [Fact]
    public void LinearIsAProductWithTheTransposedWeight()
    {
        var layer = nn.Linear(3, 5, dtype: ScalarType.Float64);
        var x = Random(4, 3);
        Same(x.matmul(layer.weight.t()) + layer.bias, layer.call(x));
    }

    [Fact]
    public void ConvolutionIsAProductOverUnfoldedPatches()
    {
        var layer = nn.Conv2d(3, 4, (2, 3), stride: (2, 1), padding: (1, 1), dtype: ScalarType.Float64);
        var x = Random(2, 3, 5, 6);
        var patches = nn.functional.unfold(x, (2, 3), padding: (1, 1), stride: (2, 1)); // [batch, in patch, places]
        var expected = layer.weight.reshape(4, -1).matmul(patches) + layer.bias.reshape(4, 1);
        Same(expected.reshape(2, 4, 3, 6), layer.call(x));
    }

    [Fact]
    public void TransposedConvolutionIsTheAdjointOfConvolution()
    {
        var forward = nn.Conv2d(3, 4, 3, stride: 2, padding: 1, bias: false, dtype: ScalarType.Float64);
        var backward = nn.ConvTranspose2d(4, 3, 3, stride: 2, padding: 1, output_padding: 1, bias: false, dtype: ScalarType.Float64);
        using (no_grad()) backward.weight.copy_(forward.weight);
        var (x, y) = (Random(1, 3, 6, 6), Random(1, 4, 3, 3));
        Same((forward.call(x) * y).sum(), (x * backward.call(y)).sum());
    }

    [Fact]
    public void BatchNormUsesBatchStatisticsThenRunningOnes()
    {
        var layer = nn.BatchNorm1d(3, momentum: 0.25, dtype: ScalarType.Float64);
        var x = Random(7, 3);
        var (mean, variance) = (x.mean([0]), ((x - x.mean([0])) * (x - x.mean([0]))).mean([0]));
        Same((x - mean) / (variance + 1e-5).sqrt(), layer.call(x));
        Same(0.25 * mean, layer.running_mean);
        Same(0.75 + 0.25 * variance * 7 / 6, layer.running_var);
        Assert.Equal(1, layer.num_batches_tracked.ToInt64());
        layer.eval();
        Same((x - layer.running_mean) / (layer.running_var + 1e-5).sqrt(), layer.call(x));
        Assert.Equal(1, layer.num_batches_tracked.ToInt64());
        Assert.Throws<ArgumentException>(() => layer.call(Random(2, 3, 4, 5)));
    }

    [Fact]
    public void BatchNormWithoutMomentumAveragesAllBatches()
    {
        var layer = nn.BatchNorm1d(2, dtype: ScalarType.Float64);
        layer.momentum = null;
        var batches = Enumerable.Range(0, 3).Select(_ => Random(5, 2)).ToArray();
        foreach (var batch in batches) layer.call(batch);
        Same(stack(batches.Select(b => b.mean([0])).ToArray()).mean([0]), layer.running_mean);
        layer.reset_running_stats();
        Assert.Equal(0, layer.num_batches_tracked.ToInt64());
        Same(zeros(2, dtype: ScalarType.Float64), layer.running_mean);
    }

    [Fact]
    public void GroupNormStartsAsPlainNormalisation()
    {
        var layer = nn.GroupNorm(2, 4);
        Assert.All(layer.weight.data<float>().ToArray(), v => Assert.Equal(1, v));
        Assert.All(layer.bias.data<float>().ToArray(), v => Assert.Equal(0, v));
    }

    [Fact]
    public void LstmFollowsItsEquations()
    {
        var layer = nn.LSTM(3, 4, dtype: ScalarType.Float64);
        var x = Random(5, 2, 3);
        var (h, c) = (zeros(2, 4, dtype: ScalarType.Float64), zeros(2, 4, dtype: ScalarType.Float64));
        var outputs = new List<Tensor>();
        for (var t = 0; t < 5; t++)
        {
            var gates = (x[t].matmul(layer.get_parameter("weight_ih_l0").t()) + layer.get_parameter("bias_ih_l0")
                + h.matmul(layer.get_parameter("weight_hh_l0").t()) + layer.get_parameter("bias_hh_l0")).chunk(4, 1);
            c = gates[1].sigmoid() * c + gates[0].sigmoid() * gates[2].tanh();
            h = gates[3].sigmoid() * c.tanh();
            outputs.Add(h);
        }
        var (output, lastH, lastC) = layer.call(x);
        Same(stack(outputs.ToArray()), output);
        Same(h, lastH[0]);
        Same(c, lastC[0]);
    }

    [Fact]
    public void AGruOverTimeIsItsCellRepeated()
    {
        var layer = nn.GRU(3, 4, dtype: ScalarType.Float64);
        var cell = nn.GRUCell(3, 4, dtype: ScalarType.Float64);
        cell.load_state_dict(layer.state_dict().ToDictionary(e => e.Key.Replace("_l0", ""), e => e.Value));
        var x = Random(5, 2, 3);
        var h = cell.forward(x[0]);
        for (var t = 1; t < 5; t++) h = cell.call(x[t], h);
        Same(h, layer.call(x).Item2[0]);
    }

    [Fact]
    public void TheSecondDirectionReadsBackwards()
    {
        var layer = nn.RNN(3, 4, bidirectional: true, dtype: ScalarType.Float64);
        var one = nn.RNN(3, 4, dtype: ScalarType.Float64);
        one.load_state_dict(layer.state_dict().Where(e => e.Key.EndsWith("_reverse")).ToDictionary(e => e.Key.Replace("_reverse", ""), e => e.Value));
        var x = Random(5, 2, 3);
        Same(one.call(x.flip(0)).Item1.flip(0), layer.call(x).Item1.narrow(2, 4, 4));
    }

    [Fact]
    public void PackedSequencesGiveWhatEachSequenceGivesAlone()
    {
        var layer = nn.LSTM(3, 4, bidirectional: true, dtype: ScalarType.Float64);
        var sequences = new[] { Random(2, 3), Random(5, 3), Random(3, 3) };
        var (packed, h, c) = layer.call(nn.utils.rnn.pack_sequence(sequences, enforce_sorted: false));
        var (padded, lengths) = nn.utils.rnn.pad_packed_sequence(packed);
        Assert.Equal([2L, 5, 3], lengths.data<long>().ToArray());
        for (var i = 0; i < 3; i++)
        {
            var (alone, aloneH, aloneC) = layer.call(sequences[i].unsqueeze(1));
            Same(alone.squeeze(1), padded.select(1, i).narrow(0, 0, sequences[i].shape[0]));
            Same(aloneH.squeeze(1), h.select(1, i));
            Same(aloneC.squeeze(1), c.select(1, i));
        }
    }

    [Fact]
    public void AttentionIsEachHeadOnItsOwnAndThenMixed()
    {
        var layer = nn.MultiheadAttention(6, 3).to(ScalarType.Float64);
        var x = Random(4, 1, 6);
        var all = nn.functional.linear(x, layer.get_parameter("in_proj_weight"), layer.get_parameter("in_proj_bias")).chunk(3, 2);
        var heads = Enumerable.Range(0, 3).Select(head =>
        {
            var (q, k, v) = (all[0][.., 0].narrow(1, 2 * head, 2), all[1][.., 0].narrow(1, 2 * head, 2), all[2][.., 0].narrow(1, 2 * head, 2));
            return (q.matmul(k.t()) / Math.Sqrt(2)).softmax(1);
        }).ToArray();
        var mixed = cat(heads.Select((w, head) => w.matmul(all[2][.., 0].narrow(1, 2 * head, 2))).ToArray(), 1);
        var expected = nn.functional.linear(mixed, layer.get_parameter("out_proj.weight"), layer.get_parameter("out_proj.bias"));
        var (output, weights) = layer.call(x, x, x);
        Same(expected, output[.., 0]);
        Same(stack(heads).mean([0]), weights[0]);
    }

    [Fact]
    public void AttentionToNothingIsRefusedWhereSizesDiffer()
    {
        var fault = Assert.Throws<ArgumentException>(() => nn.MultiheadAttention(6, 4));
        Assert.Contains("6 and 4", fault.Message);
        var layer = nn.MultiheadAttention(6, 3);
        Assert.Contains("[target, batch, 6]", Assert.Throws<ArgumentException>(() => layer.call(rand(4, 6), rand(4, 6), rand(4, 6))).Message);
    }

    [Fact]
    public void CausalAttentionIgnoresWhatComesLater()
    {
        var (q, k, v) = (Random(1, 5, 4), Random(1, 5, 4), Random(1, 5, 4));
        var all = nn.functional.scaled_dot_product_attention(q, k, v, is_casual: true);
        for (var t = 1; t <= 5; t++)
        {
            var part = nn.functional.scaled_dot_product_attention(q.narrow(1, t - 1, 1), k.narrow(1, 0, t), v.narrow(1, 0, t));
            Same(part, all.narrow(1, t - 1, 1));
        }
        var mask = ones(5, 5, dtype: ScalarType.Bool).tril();
        Same(all, nn.functional.scaled_dot_product_attention(q, k, v, mask));
    }

    [Fact]
    public void EncoderCopiesStartEqualAndAreTrainedApart()
    {
        var layer = nn.TransformerEncoderLayer(4, 2, 8, 0);
        var stack = nn.TransformerEncoder(layer, 2);
        Assert.Empty(stack.named_modules());
        Assert.Equal(2 * layer.parameters().Count(), stack.parameters().Count());
        foreach (var (key, parameter) in layer.named_parameters())
            foreach (var copy in new[] { "0", "1" })
            {
                Assert.Equal(parameter.bytes.ToArray(), stack.get_parameter($"layers.{copy}.{key}").bytes.ToArray());
                Assert.NotEqual(parameter.Handle, stack.get_parameter($"layers.{copy}.{key}").Handle);
            }
        var x = rand(3, 2, 4);
        Assert.True(layer.call(layer.call(x)).allclose(stack.call(x), 1e-5, 1e-6));
    }
}
