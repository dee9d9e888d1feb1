using System;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class functional
            {
                private static readonly Op s_max_unpool2d = new("max_unpool2d"), s_max_unpool3d = new("max_unpool3d");

                /// <summary>Puts each value of a max pooling back where `indices` say it came from; zeros elsewhere.</summary>
                public static Tensor max_unpool1d(Tensor input, Tensor indices, long kernel_size, long? stride = null, long? padding = null, long[] output_size = null)
                {
                    var size = UnpooledSize(input, [kernel_size], Array(stride), Array(padding), output_size);
                    using var values = input.unsqueeze(-1);
                    using var places = indices.unsqueeze(-1);
                    using var result = s_max_unpool2d.Call(values, places, new[] { size[0], 1 });
                    return result.squeeze(-1);
                }

                public static Tensor max_unpool2d(Tensor input, Tensor indices, long[] kernel_size, long[] stride = null, long[] padding = null, long[] output_size = null) =>
                    s_max_unpool2d.Call(input, indices, UnpooledSize(input, Repeated(kernel_size, 2), stride, padding, output_size));

                public static Tensor max_unpool3d(Tensor input, Tensor indices, long[] kernel_size, long[] stride = null, long[] padding = null, long[] output_size = null) =>
                    s_max_unpool3d.Call(input, indices, UnpooledSize(input, Repeated(kernel_size, 3), stride, padding, output_size), Repeated(stride ?? kernel_size, 3), Repeated(padding ?? [0], 3));

                private static long[] Repeated(long[] values, int rank) => values.Length == rank ? values : Enumerable.Repeat(values[0], rank).ToArray();

                // What pools to the input's size, or the wanted size if that does; the last `rank` sizes of either.
                private static long[] UnpooledSize(Tensor input, long[] kernel, long[] stride, long[] padding, long[] wanted)
                {
                    var rank = kernel.Length;
                    var (step, pad, shape) = (Repeated(stride ?? kernel, rank), Repeated(padding ?? [0], rank), input.shape[^rank..]);
                    var size = shape.Select((s, d) => (s - 1) * step[d] - 2 * pad[d] + kernel[d]).ToArray();
                    if (wanted is null) return size;
                    var given = wanted.Length >= rank ? wanted[^rank..] : wanted;
                    if (given.Length != rank || given.Where((g, d) => Math.Abs(g - size[d]) >= step[d]).Any())
                        throw new ArgumentException($"output_size [{string.Join(", ", wanted)}] does not pool to [{string.Join(", ", shape)}]: it must lie within a stride of [{string.Join(", ", size)}].");
                    return given;
                }

                /// <summary>(sum of x^p over each window)^(1/p).</summary>
                public static Tensor lp_pool1d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) =>
                    PowerMean(input, norm_type, kernel_size, x => avg_pool1d(x, kernel_size, stride, 0, ceil_mode));

                public static Tensor lp_pool2d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) =>
                    lp_pool2d(input, norm_type, [kernel_size, kernel_size], stride is { } s ? [s, s] : null, ceil_mode);

                public static Tensor lp_pool2d(Tensor input, double norm_type, long[] kernel_size, long[] stride = null, bool ceil_mode = false) =>
                    PowerMean(input, norm_type, Repeated(kernel_size, 2).Aggregate((a, b) => a * b), x => avg_pool2d(x, kernel_size, stride, null, ceil_mode));

                private static Tensor PowerMean(Tensor input, double power, long count, Func<Tensor, Tensor> mean)
                {
                    using var scope = NewDisposeScope();
                    var sums = mean(input.pow(power));
                    return (sums.sign() * sums.abs() * (double)count).pow(1 / power).MoveToOuterDisposeScope();
                }
            }
        }
    }
}
