using System.Linq;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Self-attention and a feed-forward part, each added to its input and normalised after. Input [time, batch, model].</summary>
    public sealed class TransformerEncoderLayer : nn.Module<Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
    {
        internal TransformerLayout Layout { get; }

        internal TransformerEncoderLayer(TransformerLayout layout) : base(nameof(TransformerEncoderLayer))
        {
            Layout = layout;
            var parameters = layout.Attention.Create("self_attn.").ToList();
            parameters.AddRange(layout.FeedForwardParameters());
            parameters.AddRange(layout.NormParameters("norm1"));
            parameters.AddRange(layout.NormParameters("norm2"));
            foreach (var (key, parameter) in parameters) register_parameter(key, parameter);
        }

        public override Tensor forward(Tensor src) => Forward(src, null, null);
        public Tensor call(Tensor src, Tensor src_mask) => Forward(src, src_mask, null);
        public Tensor call(Tensor src, Tensor src_mask, Tensor src_key_padding_mask) => Forward(src, src_mask, src_key_padding_mask);

        private Tensor Forward(Tensor src, Tensor mask, Tensor paddingMask)
        {
            using var scope = NewDisposeScope();
            return Layout.Encode(_internal_params, "", src, mask, paddingMask, training).MoveToOuterDisposeScope();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public enum Activations
            {
                ReLU = 0,
                GELU = 1,
            }

            public static TransformerEncoderLayer TransformerEncoderLayer(long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new TransformerEncoderLayer(new TransformerLayout(d_model, nhead, dim_feedforward, dropout, activation));
        }
    }
}
