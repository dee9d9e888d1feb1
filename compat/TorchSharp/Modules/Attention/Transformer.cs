using System.Linq;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Encoder and decoder stacks, each with a norm at its end (Vaswani and others, 2017). Source and target [time, batch, model].</summary>
    public sealed class Transformer : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly TransformerLayout _layout;
        private readonly long _encoders, _decoders;

        internal Transformer(TransformerLayout layout, long num_encoder_layers, long num_decoder_layers) : base(nameof(Transformer))
        {
            _layout = layout;
            (_encoders, _decoders) = (num_encoder_layers, num_decoder_layers);
            using var encoder = new TransformerEncoderLayer(layout);
            using var decoder = new TransformerDecoderLayer(layout);
            var parameters = Operators.Copies(encoder, _encoders, "encoder.").ToList();
            parameters.AddRange(layout.NormParameters("encoder.norm"));
            parameters.AddRange(Operators.Copies(decoder, _decoders, "decoder."));
            parameters.AddRange(layout.NormParameters("decoder.norm"));
            foreach (var (key, parameter) in parameters)
            {
                register_parameter(key, parameter);
                if (parameter.ndim > 1) nn.init.xavier_uniform_(parameter);
            }
        }

        public override Tensor forward(Tensor src, Tensor tgt) => Forward(src, tgt, null, null, null, null, null, null);

        public Tensor call(Tensor src, Tensor tgt, Tensor src_mask, Tensor tgt_mask = null, Tensor memory_mask = null, Tensor src_key_padding_mask = null, Tensor tgt_key_padding_mask = null, Tensor memory_key_padding_mask = null) =>
            Forward(src, tgt, src_mask, tgt_mask, memory_mask, src_key_padding_mask, tgt_key_padding_mask, memory_key_padding_mask);

        private Tensor Forward(Tensor src, Tensor tgt, Tensor srcMask, Tensor tgtMask, Tensor memoryMask, Tensor srcPadding, Tensor tgtPadding, Tensor memoryPadding)
        {
            using var scope = NewDisposeScope();
            var (memory, result) = (src, tgt);
            for (long i = 0; i < _encoders; i++) memory = _layout.Encode(_internal_params, $"encoder.layers.{i}.", memory, srcMask, srcPadding, training);
            memory = _layout.Norm(_internal_params, "encoder.norm", memory);
            for (long i = 0; i < _decoders; i++)
                result = _layout.Decode(_internal_params, $"decoder.layers.{i}.", result, memory, tgtMask, memoryMask, tgtPadding, memoryPadding, training);
            return _layout.Norm(_internal_params, "decoder.norm", result).MoveToOuterDisposeScope();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Transformer Transformer(long d_model = 512, long nhead = 8, long num_encoder_layers = 6, long num_decoder_layers = 6, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new Transformer(new TransformerLayout(d_model, nhead, dim_feedforward, dropout, activation), num_encoder_layers, num_decoder_layers);
        }
    }
}
