using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A stack of copies of one decoder layer: all start equal and are trained apart.</summary>
    public sealed class TransformerDecoder : nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>
    {
        private readonly TransformerLayout _layout;
        private readonly long _layers;

        internal TransformerDecoder(TransformerDecoderLayer decoder_layer, long num_layers) : base(nameof(TransformerDecoder))
        {
            _layout = decoder_layer.Layout;
            _layers = num_layers;
            foreach (var (key, parameter) in Operators.Copies(decoder_layer, num_layers)) register_parameter(key, parameter);
        }

        public Tensor call(Tensor tgt, Tensor memory) => base.call(tgt, memory, null, null, null, null);

        public new Tensor call(Tensor tgt, Tensor memory, Tensor tgt_mask, Tensor memory_mask = null, Tensor tgt_key_padding_mask = null, Tensor memory_key_padding_mask = null) =>
            base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

        public override Tensor forward(Tensor tgt, Tensor memory, Tensor tgt_mask, Tensor memory_mask = null, Tensor tgt_key_padding_mask = null, Tensor memory_key_padding_mask = null)
        {
            using var scope = NewDisposeScope();
            var x = tgt;
            for (long i = 0; i < _layers; i++)
                x = _layout.Decode(_internal_params, $"layers.{i}.", x, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask, training);
            return (ReferenceEquals(x, tgt) ? tgt.alias() : x).MoveToOuterDisposeScope();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static TransformerDecoder TransformerDecoder(TransformerDecoderLayer decoder_layer, long num_layers) => new TransformerDecoder(decoder_layer, num_layers);
        }
    }
}
