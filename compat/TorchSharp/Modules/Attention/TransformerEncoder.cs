using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A stack of copies of one encoder layer: all start equal and are trained apart.</summary>
    public sealed class TransformerEncoder : nn.Module<Tensor, Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor>
    {
        private readonly TransformerLayout _layout;
        private readonly long _layers;

        public enum Activations
        {
            ReLU = 0,
            GELU = 1,
        }

        internal TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers) : base(nameof(TransformerEncoder))
        {
            _layout = encoder_layer.Layout;
            _layers = num_layers;
            foreach (var (key, parameter) in Operators.Copies(encoder_layer, num_layers)) register_parameter(key, parameter);
        }

        public Tensor call(Tensor src) => base.call(src, null, null);
        public Tensor call(Tensor src, Tensor src_mask) => base.call(src, src_mask, null);

        public override Tensor forward(Tensor src, Tensor src_mask, Tensor src_key_padding_mask)
        {
            using var scope = NewDisposeScope();
            var x = src;
            for (long i = 0; i < _layers; i++) x = _layout.Encode(_internal_params, $"layers.{i}.", x, src_mask, src_key_padding_mask, training);
            return (ReferenceEquals(x, src) ? src.alias() : x).MoveToOuterDisposeScope();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static TransformerEncoder TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers) => new TransformerEncoder(encoder_layer, num_layers);
        }
    }
}
