using System;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Scaled dot-product attention in several heads (Vaswani and others, 2017). Query [target, batch, embedding], key and value
    /// [source, batch, kdim and vdim]. Its parameters are its own: there is no submodule, though a name has a dot.
    /// </summary>
    public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor, bool, Tensor, Tuple<Tensor, Tensor>>
    {
        private readonly AttentionLayout _layout;

        internal MultiheadAttention(AttentionLayout layout) : base(nameof(MultiheadAttention))
        {
            _layout = layout;
            foreach (var (key, parameter) in layout.Create()) register_parameter(key, parameter);
        }

        public new Tuple<Tensor, Tensor> call(Tensor query, Tensor key, Tensor value, Tensor key_padding_mask = null, bool need_weights = true, Tensor attn_mask = null) =>
            base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

        /// <summary>
        /// The output [target, batch, embedding] and, if wanted, the weights averaged over heads [batch, target, source]. Masks:
        /// `attn_mask` [target, source] or [batch heads, target, source], `key_padding_mask` [batch, source]; where a boolean mask
        /// is true no attention is paid, a floating one is added to the scores.
        /// </summary>
        public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor key_padding_mask, bool need_weights, Tensor attn_mask)
        {
            using var scope = NewDisposeScope();
            var (output, weights) = _layout.Attend(_internal_params, "", query, key, value, key_padding_mask, need_weights, attn_mask, training);
            return Tuple.Create(output.MoveToOuterDisposeScope(), weights?.MoveToOuterDisposeScope());
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static MultiheadAttention MultiheadAttention(long embedded_dim, long num_heads, double dropout = 0, bool bias = true, bool add_bias_kv = false, bool add_zero_attn = false, long? kdim = null, long? vdim = null) =>
                new MultiheadAttention(new AttentionLayout(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim ?? embedded_dim, vdim ?? embedded_dim));
        }
    }
}
