using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class functional
            {
                private static readonly Op
                    s_max_pool1d = new("max_pool1d"), s_max_pool2d = new("max_pool2d"), s_max_pool3d = new("max_pool3d"),
                    s_max_pool1d_with = new("max_pool1d_with_indices"), s_max_pool2d_with = new("max_pool2d_with_indices"), s_max_pool3d_with = new("max_pool3d_with_indices"),
                    s_avg_pool1d = new("avg_pool1d"), s_avg_pool2d = new("avg_pool2d"), s_avg_pool3d = new("avg_pool3d"),
                    s_adaptive_avg1d = new("adaptive_avg_pool1d"), s_adaptive_avg2d = new("adaptive_avg_pool2d"), s_adaptive_avg3d = new("adaptive_avg_pool3d"),
                    s_adaptive_max1d = new("adaptive_max_pool1d"), s_adaptive_max2d = new("adaptive_max_pool2d"), s_adaptive_max3d = new("adaptive_max_pool3d");

                // An empty stride means: as large as the kernel.
                private static readonly long[] s_none = [];
                private static long[] Stride(long? stride) => stride is { } s ? [s] : s_none;
                private static long[] Array(long? value) => value is { } v ? [v] : null;
                private static long[] Array((long, long)? value) => value is { } v ? [v.Item1, v.Item2] : null;
                private static long[] Array((long, long, long)? value) => value is { } v ? [v.Item1, v.Item2, v.Item3] : null;

                public static Tensor max_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                    s_max_pool1d.Call(input, One(kernel_size, 1), Stride(stride), One(padding, 0), One(dilation, 1), ceil_mode);

                public static (Tensor output, Tensor indices) max_pool1d_with_indices(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                    s_max_pool1d_with.Call2(input, One(kernel_size, 1), Stride(stride), One(padding, 0), One(dilation, 1), ceil_mode);

                public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false) =>
                    s_max_pool2d.Call(input, kernel_size, strides ?? s_none, Or(padding, 0), Or(dilation, 1), ceil_mode);

                public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                    max_pool2d(input, [kernel_size], Array(stride), Array(padding), Array(dilation), ceil_mode);

                public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                    max_pool2d(input, Array(kernel_size), Array(stride), Array(padding), Array(dilation), ceil_mode);

                public static (Tensor output, Tensor indices) max_pool2d_with_indices(Tensor input, long[] kernel_size, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false) =>
                    s_max_pool2d_with.Call2(input, kernel_size, strides ?? s_none, Or(padding, 0), Or(dilation, 1), ceil_mode);

                public static Tensor max_pool3d(Tensor input, long[] kernel_size, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false) =>
                    s_max_pool3d.Call(input, kernel_size, strides ?? s_none, Or(padding, 0), Or(dilation, 1), ceil_mode);

                public static (Tensor output, Tensor indices) max_pool3d_with_indices(Tensor input, long[] kernel_size, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false) =>
                    s_max_pool3d_with.Call2(input, kernel_size, strides ?? s_none, Or(padding, 0), Or(dilation, 1), ceil_mode);

                public static Tensor avg_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true) =>
                    s_avg_pool1d.Call(input, One(kernel_size, 1), Stride(stride), One(padding, 0), ceil_mode, count_include_pad);

                public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[] stride = null, long[] padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                    s_avg_pool2d.Call(input, kernel_size, stride ?? s_none, Or(padding, 0), ceil_mode, count_include_pad, divisor_override);

                public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                    avg_pool2d(input, [kernel_size], Array(stride), [padding], ceil_mode, count_include_pad, divisor_override);

                public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                    avg_pool2d(input, Array(kernel_size), Array(stride), Array(padding), ceil_mode, count_include_pad, divisor_override);

                public static Tensor avg_pool3d(Tensor input, long[] kernel_size, long[] stride = null, long[] padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                    s_avg_pool3d.Call(input, kernel_size, stride ?? s_none, Or(padding, 0), ceil_mode, count_include_pad, divisor_override);

                public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) => s_adaptive_avg1d.Call(input, One(output_size, 1));
                public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size, output_size]);
                public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => s_adaptive_avg2d.Call(input, output_size);
                public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => adaptive_avg_pool2d(input, Array(output_size));
                public static Tensor adaptive_avg_pool3d(Tensor input, long output_size) => adaptive_avg_pool3d(input, [output_size, output_size, output_size]);
                public static Tensor adaptive_avg_pool3d(Tensor input, long[] output_size) => s_adaptive_avg3d.Call(input, output_size);
                public static Tensor adaptive_avg_pool3d(Tensor input, (long, long, long) output_size) => adaptive_avg_pool3d(input, Array(output_size));

                public static Tensor adaptive_max_pool1d(Tensor input, long output_size) => Values(adaptive_max_pool1d_with_indices(input, output_size));
                public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size) => Values(adaptive_max_pool2d_with_indices(input, output_size));
                public static Tensor adaptive_max_pool3d(Tensor input, long[] output_size) => Values(adaptive_max_pool3d_with_indices(input, output_size));

                public static (Tensor Values, Tensor Indices) adaptive_max_pool1d_with_indices(Tensor input, long output_size) => s_adaptive_max1d.Call2(input, One(output_size, 1));
                public static (Tensor Values, Tensor Indices) adaptive_max_pool2d_with_indices(Tensor input, long[] output_size) => s_adaptive_max2d.Call2(input, output_size);
                public static (Tensor Values, Tensor Indices) adaptive_max_pool3d_with_indices(Tensor input, long[] output_size) => s_adaptive_max3d.Call2(input, output_size);

                private static Tensor Values((Tensor values, Tensor indices) pooled)
                {
                    pooled.indices.Dispose();
                    return pooled.values;
                }
            }
        }
    }
}
