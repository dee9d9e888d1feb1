using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>The sizes of a multi-head attention, its parameters by name, and its arithmetic over such parameters.</summary>
    internal sealed record AttentionLayout(long Embedding, long Heads, double Dropout, bool Bias = true, bool BiasKv = false, bool ZeroAttention = false, long? Kdim = null, long? Vdim = null)
    {
        private bool OneProjection => (Kdim ?? Embedding) == Embedding && (Vdim ?? Embedding) == Embedding;

        /// <summary>New parameters, drawn in PyTorch's order and listed in TorchSharp's.</summary>
        public IEnumerable<(string name, Parameter parameter)> Create(string prefix = "")
        {
            if (Heads < 1 || Embedding % Heads != 0)
                throw new ArgumentException($"The embedding must be divisible by the number of heads; received {Embedding} and {Heads}.");
            Parameter New(params long[] shape) => Operators.NewParameter(shape, null, null);
            var result = new List<(string, Parameter)>();
            var output = New(Embedding, Embedding);
            init.kaiming_uniform_(output, Math.Sqrt(5));
            if (Bias)
            {
                // PyTorch draws this bias and then clears it: the draw keeps later numbers the same.
                using var drawn = New(Embedding);
                init.uniform_(drawn);
            }
            foreach (var (key, inputs) in OneProjection
                ? [("in_proj_weight", Embedding)]
                : new[] { ("q_proj_weight", Embedding), ("k_proj_weight", Kdim ?? Embedding), ("v_proj_weight", Vdim ?? Embedding) })
                result.Add((key, (Parameter)init.xavier_uniform_(New(OneProjection ? 3 * Embedding : Embedding, inputs))));
            if (Bias) result.Add(("in_proj_bias", (Parameter)init.zeros_(New(3 * Embedding))));
            if (BiasKv)
                foreach (var key in new[] { "bias_k", "bias_v" }) result.Add((key, (Parameter)init.xavier_normal_(New(1, 1, Embedding))));
            result.Add(("out_proj.weight", output));
            if (Bias) result.Add(("out_proj.bias", (Parameter)init.zeros_(New(Embedding))));
            return result.Select(r => (prefix + r.Item1, r.Item2));
        }

        /// <summary>Attention with the parameters called prefix + name. Leaves its intermediate tensors to the caller's dispose scope.</summary>
        public (Tensor output, Tensor weights) Attend(OrderedDict<string, Parameter> parameters, string prefix, Tensor query, Tensor key, Tensor value, Tensor keyPaddingMask, bool needWeights, Tensor mask, bool training)
        {
            Parameter Get(string name) => parameters.TryGetValue(prefix + name, out var p) ? p : null;
            if (query.ndim != 3 || query.shape[2] != Embedding)
                throw new ArgumentException($"The query must have shape [target, batch, {Embedding}]; received [{string.Join(", ", query.shape)}].");
            var (target, batch) = (query.shape[0], query.shape[1]);
            var (q, k, v) = Project(Get, query, key, value);
            if (Get("bias_k") is { } biasK)
            {
                k = cat([k, biasK.expand(1, batch, Embedding)], 0);
                v = cat([v, Get("bias_v").expand(1, batch, Embedding)], 0);
            }
            if (ZeroAttention)
            {
                var none = zeros([1, batch, Embedding], dtype: k.dtype, device: k.device);
                k = cat([k, none], 0);
                v = cat([v, none], 0);
            }
            var (source, depth, extra) = (k.shape[0], Embedding / Heads, (Get("bias_k") is null ? 0 : 1) + (ZeroAttention ? 1 : 0));
            q = (q * (1 / Math.Sqrt(depth))).view(target, batch * Heads, depth).transpose(0, 1); // [batch heads, target, depth]
            k = k.contiguous().view(source, batch * Heads, depth).transpose(0, 1); // [batch heads, source, depth]
            v = v.contiguous().view(source, batch * Heads, depth).transpose(0, 1);
            var scores = q.bmm(k.transpose(1, 2)); // [batch heads, target, source]
            if (mask is not null) scores = Masked(scores, Widened(mask, extra));
            if (keyPaddingMask is not null)
                scores = Masked(scores.view(batch, Heads, target, source), Widened(keyPaddingMask, extra).view(batch, 1, 1, source)).view(batch * Heads, target, source);
            var weights = functional.softmax(scores, -1);
            var mixed = functional.dropout(weights, Dropout, training).bmm(v); // [batch heads, target, depth]
            mixed = mixed.transpose(0, 1).contiguous().view(target, batch, Embedding);
            var output = functional.linear(mixed, Get("out_proj.weight"), Get("out_proj.bias"));
            return (output, needWeights ? weights.view(batch, Heads, target, source).mean([1]) : null);
        }

        private (Tensor, Tensor, Tensor) Project(Func<string, Parameter> get, Tensor query, Tensor key, Tensor value)
        {
            var bias = get("in_proj_bias");
            if (!OneProjection)
                return (functional.linear(query, get("q_proj_weight"), Part(bias, 0)), functional.linear(key, get("k_proj_weight"), Part(bias, 1)), functional.linear(value, get("v_proj_weight"), Part(bias, 2)));
            var weight = get("in_proj_weight");
            if (ReferenceEquals(query, key) && ReferenceEquals(key, value))
            {
                var all = functional.linear(query, weight, bias).chunk(3, -1);
                return (all[0], all[1], all[2]);
            }
            Tensor Own(Tensor x, int part) => functional.linear(x, Part(weight, part), Part(bias, part));
            return (Own(query, 0), Own(key, 1), Own(value, 2));
        }

        private Tensor Part(Tensor all, int part) => all?.narrow(0, part * Embedding, Embedding);

        private static Tensor Masked(Tensor scores, Tensor mask) =>
            mask.dtype is ScalarType.Bool or ScalarType.Byte ? scores.masked_fill(mask.to(ScalarType.Bool), double.NegativeInfinity) : scores + mask;

        // The positions that bias_k and the zero position add are never masked.
        private static Tensor Widened(Tensor mask, int extra) => extra == 0 ? mask : functional.pad(mask, (0, extra));
    }
}
