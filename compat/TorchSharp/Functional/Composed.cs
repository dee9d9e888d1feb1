using System;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class functional
            {
                public static Tensor softmin(Tensor x, long dim)
                {
                    using var negative = x.neg();
                    return softmax(negative, dim);
                }

                /// <summary>Softmax over the channels of [batch, channels, height, width].</summary>
                public static Tensor softmax2d(Tensor x) => softmax(x, -3);

                public static Tensor softsign(Tensor x, bool inplace = false)
                {
                    using var scope = NewDisposeScope();
                    var bound = x.abs() + 1;
                    return (inplace ? x.div_(bound).alias() : x / bound).MoveToOuterDisposeScope();
                }

                public static Tensor tanhshrink(Tensor x, bool inplace = false)
                {
                    using var scope = NewDisposeScope();
                    var squashed = x.tanh();
                    return (inplace ? x.sub_(squashed).alias() : x - squashed).MoveToOuterDisposeScope();
                }

                /// <summary>x / max(|x|_p, eps) along `dim`.</summary>
                public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1E-12)
                {
                    using var scope = NewDisposeScope();
                    var length = s_vector_norm.Call(input, p, new[] { dim }, true).clamp_min(eps);
                    return (input / length).MoveToOuterDisposeScope();
                }

                private static readonly Interop.Op s_vector_norm = new("linalg_vector_norm");

                /// <summary>x / (k + alpha mean of x^2 over `size` neighbouring channels)^beta.</summary>
                public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1)
                {
                    using var scope = NewDisposeScope();
                    var shape = input.shape;
                    if (shape.Length < 3) throw new ArgumentException($"local_response_norm takes [batch, channels, sizes...]; received [{string.Join(", ", shape)}].");
                    var squares = (input * input).reshape(shape[0], 1, shape[1], -1);
                    var padded = pad(squares, (0, 0, size / 2, (size - 1) / 2));
                    var mean = avg_pool2d(padded, (size, 1), stride: (1, 1)).reshape(shape);
                    return (input / (mean * alpha + k).pow(beta)).MoveToOuterDisposeScope();
                }

                /// <summary>
                /// softmax(Q K^T / sqrt(depth) + mask) V over the last two dimensions. Where a boolean mask is false no attention is
                /// paid; a floating one is added. `is_casual` (TorchSharp's spelling): each position sees itself and those before.
                /// </summary>
                public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor attn_mask = null, double p = 0, bool is_casual = false)
                {
                    if (is_casual && attn_mask is not null) throw new ArgumentException("Explicit attn_mask should not be set when is_casual is true.");
                    using var scope = NewDisposeScope();
                    var scores = query.matmul(key.transpose(-2, -1)) * (1 / Math.Sqrt(query.shape[^1]));
                    if (is_casual) attn_mask = ones([query.shape[^2], key.shape[^2]], dtype: ScalarType.Bool, device: query.device).tril();
                    if (attn_mask is not null)
                        scores = attn_mask.dtype == ScalarType.Bool ? scores.masked_fill(attn_mask.logical_not(), double.NegativeInfinity) : scores + attn_mask;
                    var weights = dropout(softmax(scores, -1), p, true);
                    return weights.matmul(value).MoveToOuterDisposeScope();
                }
            }
        }
    }
}
