using System.Linq;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Self-attention, attention to a memory, and a feed-forward part. Inputs [time, batch, model].</summary>
    public sealed class TransformerDecoderLayer : nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
    {
        internal TransformerLayout Layout { get; }

        internal TransformerDecoderLayer(TransformerLayout layout) : base(nameof(TransformerDecoderLayer))
        {
            Layout = layout;
            var parameters = layout.Attention.Create("self_attn.").ToList();
            parameters.AddRange(layout.Attention.Create("multihead_attn."));
            parameters.AddRange(layout.FeedForwardParameters());
            foreach (var norm in new[] { "norm1", "norm2", "norm3" }) parameters.AddRange(layout.NormParameters(norm));
            foreach (var (key, parameter) in parameters) register_parameter(key, parameter);
        }

        public Tensor call(Tensor tgt, Tensor memory) => base.call(tgt, memory, null, null, null, null);

        public new Tensor call(Tensor tgt, Tensor memory, Tensor tgt_mask, Tensor memory_mask = null, Tensor tgt_key_padding_mask = null, Tensor memory_key_padding_mask = null) =>
            base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

        public override Tensor forward(Tensor tgt, Tensor memory, Tensor tgt_mask, Tensor memory_mask, Tensor tgt_key_padding_mask, Tensor memory_key_padding_mask)
        {
            using var scope = NewDisposeScope();
            return Layout.Decode(_internal_params, "", tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask, training).MoveToOuterDisposeScope();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static TransformerDecoderLayer TransformerDecoderLayer(long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new TransformerDecoderLayer(new TransformerLayout(d_model, nhead, dim_feedforward, dropout, activation));
        }
    }
}
