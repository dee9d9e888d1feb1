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
                private static readonly Op
                    s_pixel_shuffle = new("pixel_shuffle"), s_pixel_unshuffle = new("pixel_unshuffle"), s_im2col = new("im2col"), s_col2im = new("col2im"),
                    s_grid_sampler = new("grid_sampler"), s_affine_grid = new("affine_grid_generator"),
                    s_nearest1d = new("upsample_nearest1d", "vec"), s_nearest2d = new("upsample_nearest2d", "vec"), s_nearest3d = new("upsample_nearest3d", "vec"),
                    s_exact1d = new("_upsample_nearest_exact1d", "vec"), s_exact2d = new("_upsample_nearest_exact2d", "vec"), s_exact3d = new("_upsample_nearest_exact3d", "vec"),
                    s_linear1d = new("upsample_linear1d", "vec"), s_bilinear2d = new("upsample_bilinear2d", "vec"), s_trilinear3d = new("upsample_trilinear3d", "vec"),
                    s_bicubic2d = new("upsample_bicubic2d", "vec"), s_bilinear2d_aa = new("_upsample_bilinear2d_aa", "vec"), s_bicubic2d_aa = new("_upsample_bicubic2d_aa", "vec");

                public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => s_pixel_shuffle.Call(input, upscale_factor);
                public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) => s_pixel_unshuffle.Call(input, downscale_factor);

                public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                    s_im2col.Call(input, Twice(kernel_size), Twice(dilation), Twice(padding), Twice(stride));

                public static Tensor unfold(Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                    s_im2col.Call(input, Pair(kernel_size), Pair(dilation ?? (1, 1)), Pair(padding ?? (0, 0)), Pair(stride ?? (1, 1)));

                public static Tensor fold(Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                    s_col2im.Call(input, Twice(output_size), Twice(kernel_size), Twice(dilation), Twice(padding), Twice(stride));

                public static Tensor fold(Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                    s_col2im.Call(input, Pair(output_size), Pair(kernel_size), Pair(dilation ?? (1, 1)), Pair(padding ?? (0, 0)), Pair(stride ?? (1, 1)));

                private static long[] Twice(long value) => [value, value];
                private static long[] Pair((long, long) value) => [value.Item1, value.Item2];

                public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
                {
                    var interpolation = mode == GridSampleMode.Nearest ? 1 : 0;
                    var border = padding_mode switch { GridSamplePaddingMode.Border => 1, GridSamplePaddingMode.Reflection => 2, _ => 0 };
                    return s_grid_sampler.Call(input, grid, interpolation, border, align_corners ?? false);
                }

                public static Tensor affine_grid(Tensor theta, long[] size = null, bool align_corners = false) => s_affine_grid.Call(theta, size, align_corners);

                /// <summary>Resizes the last dimensions of [batch, channels, ...] to `size` or by `scale_factor`.</summary>
                public static Tensor interpolate(Tensor x, long[] size = null, double[] scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
                {
                    var rank = (int)x.ndim - 2;
                    if (rank < 1) throw new ArgumentException($"interpolate takes [batch, channels, sizes...]; received [{string.Join(", ", x.shape)}].");
                    if (size is null == scale_factor is null) throw new ArgumentException("interpolate takes either size or scale_factor.");
                    if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                        throw new ArgumentException($"Antialiasing is for Bilinear and Bicubic; received {mode}.");
                    if (size is { Length: 1 }) size = Enumerable.Repeat(size[0], rank).ToArray();
                    if (scale_factor is { Length: 1 }) scale_factor = Enumerable.Repeat(scale_factor[0], rank).ToArray();
                    if ((size?.Length ?? scale_factor.Length) != rank)
                        throw new ArgumentException($"interpolate needs {rank} sizes or factors; received {size?.Length ?? scale_factor.Length}.");
                    if (scale_factor is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                        (size, scale_factor) = (x.shape[2..].Select((s, d) => (long)Math.Floor(s * scale_factor[d])).ToArray(), null);
                    var corners = align_corners ?? false;
                    return (mode, rank) switch
                    {
                        (InterpolationMode.Nearest, 1) => s_nearest1d.Call(x, size, scale_factor),
                        (InterpolationMode.Nearest, 2) => s_nearest2d.Call(x, size, scale_factor),
                        (InterpolationMode.Nearest, 3) => s_nearest3d.Call(x, size, scale_factor),
                        (InterpolationMode.NearestExact, 1) => s_exact1d.Call(x, size, scale_factor),
                        (InterpolationMode.NearestExact, 2) => s_exact2d.Call(x, size, scale_factor),
                        (InterpolationMode.NearestExact, 3) => s_exact3d.Call(x, size, scale_factor),
                        (InterpolationMode.Linear, 1) => s_linear1d.Call(x, size, corners, scale_factor),
                        (InterpolationMode.Bilinear, 2) => (antialias ? s_bilinear2d_aa : s_bilinear2d).Call(x, size, corners, scale_factor),
                        (InterpolationMode.Bicubic, 2) => (antialias ? s_bicubic2d_aa : s_bicubic2d).Call(x, size, corners, scale_factor),
                        (InterpolationMode.Trilinear, 3) => s_trilinear3d.Call(x, size, corners, scale_factor),
                        (InterpolationMode.Area, 1) => adaptive_avg_pool1d(x, size[0]),
                        (InterpolationMode.Area, 2) => adaptive_avg_pool2d(x, size),
                        (InterpolationMode.Area, 3) => adaptive_avg_pool3d(x, size),
                        _ => throw new ArgumentException($"{mode} does not resize {rank} dimensions."),
                    };
                }

                public static Tensor upsample(Tensor input, long[] size = null, double[] scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                    interpolate(input, size, scale_factor, (InterpolationMode)(int)mode, align_corners);

                public static Tensor upsample_nearest(Tensor x, long[] size = null, double[] scale_factor = null, bool align_corners = false) =>
                    interpolate(x, size, scale_factor, InterpolationMode.Nearest, align_corners);

                public static Tensor upsample_bilinear(Tensor x, long[] size = null, double[] scale_factor = null, bool align_corners = false) =>
                    interpolate(x, size, scale_factor, InterpolationMode.Bilinear, align_corners);
            }
        }
    }
}
