using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Compat.Tests.Modules;

/// <summary>The layers of Recorded/nn.json, by the names they have there.</summary>
internal static class RecordedLayers
{
    internal sealed record Layer(Module Module, Func<Tensor[], Tensor?[]> Call);

    private static Layer One(Module<Tensor, Tensor> m) => new(m, x => [m.call(x[0])]);
    private static Layer Two(Module<Tensor, Tensor, Tensor> m) => new(m, x => [m.call(x[0], x[1])]);
    private static Tensor?[] List((Tensor, Tensor) t) => [t.Item1, t.Item2];
    private static Tensor?[] List((Tensor, Tensor, Tensor) t) => [t.Item1, t.Item2, t.Item3];
    private static Tensor?[] List(Tuple<Tensor, Tensor> t) => [t.Item1, t.Item2];
    private static Layer Of<T>(T module, Func<T, Tensor[], Tensor?[]> call) where T : Module => new(module, x => call(module, x));

    public static readonly Dictionary<string, Func<Layer>> All = new()
    {
        ["Linear"] = () => One(Linear(3, 2)),
        ["Linear.nobias"] = () => One(Linear(3, 2, hasBias: false)),
        ["Bilinear"] = () => Two(Bilinear(3, 2, 4)),
        ["PReLU"] = () => One(PReLU(3)),
        ["Conv1d.groups"] = () => One(Conv1d(4, 6, 3, stride: 2, padding: 1, groups: 2)),
        ["Conv1d.same.circular"] = () => One(Conv1d(2, 3, 4, Padding.Same, dilation: 2, padding_mode: PaddingModes.Circular)),
        ["Conv1d.same"] = () => One(Conv1d(2, 3, 4, Padding.Same)),
        ["Conv1d.unbatched"] = () => One(Conv1d(2, 3, 2)),
        ["Conv2d"] = () => One(Conv2d(3, 4, (3, 2), stride: (2, 1), padding: (1, 0))),
        ["Conv2d.depthwise"] = () => One(Conv2d(4, 4, 3, groups: 4, bias: false)),
        ["Conv2d.reflect"] = () => One(Conv2d(2, 2, 3, padding: 1, padding_mode: PaddingModes.Reflect)),
        ["Conv2d.same.replicate"] = () => One(Conv2d(2, 2, (2, 3), Padding.Same, padding_mode: PaddingModes.Replicate)),
        ["Conv3d"] = () => One(Conv3d(2, 3, 2, padding: 1)),
        ["ConvTranspose1d"] = () => One(ConvTranspose1d(3, 4, 3, stride: 2, padding: 1, output_padding: 1)),
        ["ConvTranspose2d"] = () => One(ConvTranspose2d(4, 6, 3, stride: 2, padding: 1, groups: 2, dilation: 2)),
        ["ConvTranspose2d.size"] = () => Of(ConvTranspose2d(2, 3, 3, stride: 2), (m, x) => [m.forward(x[0], [8, 7])]),
        ["ConvTranspose3d"] = () => One(ConvTranspose3d(2, 2, 2, stride: 2)),
        ["BatchNorm1d"] = () => One(BatchNorm1d(3)),
        ["BatchNorm1d.sequence"] = () => One(BatchNorm1d(3, momentum: 0.3)),
        ["BatchNorm1d.noaffine"] = () => One(BatchNorm1d(3, affine: false, track_running_stats: false)),
        ["BatchNorm2d"] = () => One(BatchNorm2d(2, eps: 1e-3)),
        ["BatchNorm2d.eval"] = () => One(BatchNorm2d(2)),
        ["BatchNorm3d"] = () => One(BatchNorm3d(2)),
        ["InstanceNorm1d"] = () => One(InstanceNorm1d(3)),
        ["InstanceNorm1d.unbatched"] = () => One(InstanceNorm1d(3, affine: true)),
        ["InstanceNorm2d"] = () => One(InstanceNorm2d(2, affine: true, track_running_stats: true)),
        ["InstanceNorm3d"] = () => One(InstanceNorm3d(2)),
        ["LayerNorm"] = () => One(LayerNorm(4)),
        ["LayerNorm.two"] = () => One(LayerNorm([3, 2], eps: 1e-2)),
        ["LayerNorm.plain"] = () => One(LayerNorm(4, elementwise_affine: false)),
        ["GroupNorm"] = () => One(GroupNorm(2, 4)),
        ["LocalResponseNorm"] = () => One(LocalResponseNorm(3, alpha: 0.1)),
        ["Embedding.plain"] = () => One(Embedding(5, 3)),
        ["Embedding"] = () => One(Embedding(5, 3, padding_idx: 2)),
        ["Embedding.negative"] = () => One(Embedding(5, 3, padding_idx: -1, scale_grad_by_freq: true)),
        ["EmbeddingBag.sum"] = () => Of(EmbeddingBag(6, 3, mode: EmbeddingBagMode.Sum), (m, x) => [m.call(x[0])]),
        ["EmbeddingBag.mean"] = () => Of(EmbeddingBag(6, 3, mode: EmbeddingBagMode.Mean), (m, x) => [m.call(x[0])]),
        ["EmbeddingBag.max"] = () => Of(EmbeddingBag(6, 3, mode: EmbeddingBagMode.Max), (m, x) => [m.call(x[0])]),
        ["EmbeddingBag.offsets"] = () => Of(EmbeddingBag(6, 3), (m, x) => [m.call(x[0], tensor(new long[] { 0, 2 }))]),
        ["EmbeddingBag.weights"] = () => Of(EmbeddingBag(6, 3, mode: EmbeddingBagMode.Sum), (m, x) => [m.call(x[0], null!, x[1])]),
        ["RNN"] = () => Of(RNN(3, 2), (m, x) => List(m.call(x[0]))),
        ["RNN.relu"] = () => Of(RNN(3, 2, numLayers: 2, nonLinearity: NonLinearities.ReLU, bias: false, batchFirst: true, bidirectional: true), (m, x) => List(m.call(x[0], x[1]))),
        ["GRU"] = () => Of(GRU(3, 2, numLayers: 2), (m, x) => List(m.call(x[0], x[1]))),
        ["GRU.bidirectional"] = () => Of(GRU(3, 2, bidirectional: true), (m, x) => List(m.call(x[0]))),
        ["LSTM"] = () => Of(LSTM(3, 2, numLayers: 2, bidirectional: true), (m, x) => List(m.call(x[0]))),
        ["LSTM.state"] = () => Of(LSTM(3, 2, batchFirst: true), (m, x) => List(m.call(x[0], (x[1], x[2])))),
        ["RNNCell"] = () => Of(RNNCell(3, 2), (m, x) => [m.forward(x[0])]),
        ["RNNCell.relu"] = () => Two(RNNCell(3, 2, NonLinearities.ReLU)),
        ["GRUCell"] = () => Two(GRUCell(3, 2, bias: false)),
        ["LSTMCell"] = () => Of(LSTMCell(3, 2), (m, x) => List(m.call(x[0]))),
        ["LSTMCell.state"] = () => Of(LSTMCell(3, 2), (m, x) => List(m.call(x[0], (x[1], x[2])))),
        ["RNN.packed"] = () => Of(RNN(3, 2), (m, x) => { var (o, h) = m.call(Pack(x[0])); return [.. Pad(o), h]; }),
        ["GRU.packed"] = () => Of(GRU(3, 2, bidirectional: true), (m, x) => { var (o, h) = m.call(Pack(x[0])); return [.. Pad(o), h]; }),
        ["LSTM.packed"] = () => Of(LSTM(3, 2), (m, x) => { var (o, h, c) = m.call(Pack(x[0])); return [.. Pad(o), h, c]; }),
        ["MultiheadAttention"] = () => Of(MultiheadAttention(4, 2), (m, x) => List(m.call(x[0], x[0], x[0]))),
        ["MultiheadAttention.cross"] = () => Of(MultiheadAttention(4, 2, bias: false), (m, x) => List(m.call(x[0], x[1], x[1]))),
        ["MultiheadAttention.masks"] = () => Of(MultiheadAttention(4, 2), (m, x) => List(m.call(x[0], x[0], x[0], key_padding_mask: LastOfFirst(), attn_mask: x[1]))),
        ["MultiheadAttention.boolean"] = () => Of(MultiheadAttention(4, 2), (m, x) => List(m.call(x[0], x[0], x[0], need_weights: false, attn_mask: ones(3, 3).triu(1).to(ScalarType.Bool)))),
        ["MultiheadAttention.sizes"] = () => Of(MultiheadAttention(4, 2, kdim: 3, vdim: 5, add_bias_kv: true, add_zero_attn: true), (m, x) => List(m.call(x[0], x[1], x[2]))),
        ["TransformerEncoderLayer"] = () => One(TransformerEncoderLayer(4, 2, 3, 0)),
        ["TransformerEncoderLayer.gelu"] = () => Of(TransformerEncoderLayer(4, 2, 3, 0, Activations.GELU), (m, x) => [m.call(x[0], x[1], LastOfFirst())]),
        ["TransformerEncoder"] = () => Of(TransformerEncoder(TransformerEncoderLayer(4, 2, 3, 0), 2), (m, x) => [m.call(x[0], x[1])]),
        ["TransformerDecoderLayer"] = () => Of(TransformerDecoderLayer(4, 2, 3, 0), (m, x) => [m.call(x[0], x[1])]),
        ["TransformerDecoder"] = () => Of(TransformerDecoder(TransformerDecoderLayer(4, 2, 3, 0), 2), (m, x) => [m.call(x[0], x[1], x[2])]),
        ["Transformer"] = () => Two(Transformer(4, 2, 2, 1, 3, 0)),
    };

    // [batch, source]: the last position of the first sequence is padding.
    private static Tensor LastOfFirst() => tensor(new[] { false, false, true, false, false, false }, [2, 3]);

    private static PackedSequence Pack(Tensor x) => pack_padded_sequence(x, tensor(new long[] { 2, 4, 3 }), enforce_sorted: false);
    private static Tensor?[] Pad(PackedSequence packed) => List(pad_packed_sequence(packed, padding_value: -1));
}
