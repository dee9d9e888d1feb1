using System;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class init
            {
                private static readonly Op s_qr = new("linalg_qr"), s_erfinv = new("erfinv_"), s_clamp = new("clamp_");

                /// <summary>A (semi-)orthogonal matrix [first size, all others], times `gain`. Saxe and others, 2013.</summary>
                public static Tensor orthogonal_(Tensor tensor, double gain = 1)
                {
                    if (tensor.ndim < 2) throw new ArgumentException($"orthogonal_ needs at least two dimensions; received [{string.Join(", ", tensor.shape)}].");
                    using var scope = NewDisposeScope();
                    using var off = GradientsOff.Enter();
                    var rows = tensor.shape[0];
                    if (tensor.numel() == 0) return tensor;
                    var columns = tensor.numel() / rows;
                    var normal = randn([rows, columns], dtype: tensor.dtype, device: tensor.device);
                    var (q, r) = s_qr.Call2(rows < columns ? normal.t() : normal);
                    q = q * r.diagonal().sign(); // unique: the diagonal of r positive
                    if (rows < columns) q = q.t();
                    Modules.Operators.Copy(tensor, (q * gain).reshape(tensor.shape));
                    return tensor;
                }

                /// <summary>N(mean, std^2) cut off outside [a, b].</summary>
                public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator generator = null)
                {
                    using var off = GradientsOff.Enter();
                    var (low, high) = (Cdf((a - mean) / std), Cdf((b - mean) / std));
                    Modules.Operators.Uniform(tensor, 2 * low - 1, 2 * high - 1, generator);
                    s_erfinv.Do(tensor);
                    tensor.mul_(std * Math.Sqrt(2));
                    tensor.add_(mean);
                    s_clamp.Do(tensor, a, b);
                    return tensor;
                }

                private static double Cdf(double x)
                {
                    using var scope = NewDisposeScope();
                    return torch.tensor(x / Math.Sqrt(2), ScalarType.Float64).erf().ToDouble() / 2 + 0.5;
                }

                /// <summary>N(0, std^2), with the share `sparsity` of each column set to zero. Martens, 2010.</summary>
                public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
                {
                    if (tensor.ndim != 2) throw new ArgumentException($"sparse_ needs a matrix; received [{string.Join(", ", tensor.shape)}].");
                    using var scope = NewDisposeScope();
                    using var off = GradientsOff.Enter();
                    var (rows, columns) = (tensor.shape[0], tensor.shape[1]);
                    var zeroed = (long)Math.Ceiling(sparsity * rows);
                    Modules.Operators.Normal(tensor, 0, std);
                    for (long column = 0; column < columns; column++)
                        tensor.select(1, column).index_fill_(0, randperm(rows, device: tensor.device).narrow(0, 0, zeroed), 0);
                    return tensor;
                }

                /// <summary>A convolution that passes its input channels on unchanged, as many as fit.</summary>
                public static Tensor dirac_(Tensor tensor)
                {
                    var shape = tensor.shape;
                    if (shape.Length is < 3 or > 5) throw new ArgumentException($"dirac_ needs 3 to 5 dimensions; received [{string.Join(", ", shape)}].");
                    using var scope = NewDisposeScope();
                    using var off = GradientsOff.Enter();
                    Modules.Operators.Zero(tensor);
                    for (long channel = 0; channel < Math.Min(shape[0], shape[1]); channel++)
                    {
                        var element = tensor.select(0, channel).select(0, channel);
                        for (var d = 2; d < shape.Length; d++) element = element.select(0, shape[d] / 2);
                        Modules.Operators.Fill(element, 1);
                    }
                    return tensor;
                }
            }
        }
    }
}
