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
                    s_conv1d = new("conv1d"), s_conv2d = new("conv2d"), s_conv3d = new("conv3d"),
                    s_conv1d_padding = new("conv1d", "padding"), s_conv2d_padding = new("conv2d", "padding"), s_conv3d_padding = new("conv3d", "padding"),
                    s_conv_transpose1d = new("conv_transpose1d"), s_conv_transpose2d = new("conv_transpose2d", "input"),
                    s_conv_transpose3d = new("conv_transpose3d", "input");

                private static long[] One(long? value, long otherwise) => [value ?? otherwise];
                private static long[] Or(long[] value, long otherwise) => value ?? [otherwise];
                private static string Name(Padding padding) => padding == Padding.Same ? "same" : "valid";

                public static Tensor conv1d(Tensor input, Tensor weight, Tensor bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                    s_conv1d.Call(input, weight, bias, One(stride, 1), One(padding, 0), One(dilation, 1), groups);

                public static Tensor conv2d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null, long[] dilation = null, long groups = 1) =>
                    s_conv2d.Call(input, weight, bias, Or(strides, 1), Or(padding, 0), Or(dilation, 1), groups);

                public static Tensor conv3d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null, long[] dilation = null, long groups = 1) =>
                    s_conv3d.Call(input, weight, bias, Or(strides, 1), Or(padding, 0), Or(dilation, 1), groups);

                public static Tensor conv1d_padding(Tensor input, Tensor weight, Tensor bias = null, long? stride = null, Padding padding = Padding.Valid, long? dilation = null, long groups = 1) =>
                    s_conv1d_padding.Call(input, weight, bias, One(stride, 1), Name(padding), One(dilation, 1), groups);

                public static Tensor conv2d_padding(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, Padding padding = Padding.Valid, long[] dilation = null, long groups = 1) =>
                    s_conv2d_padding.Call(input, weight, bias, Or(strides, 1), Name(padding), Or(dilation, 1), groups);

                public static Tensor conv3d_padding(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, Padding padding = Padding.Valid, long[] dilation = null, long groups = 1) =>
                    s_conv3d_padding.Call(input, weight, bias, Or(strides, 1), Name(padding), Or(dilation, 1), groups);

                public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor bias = null, long? stride = null, long? padding = null, long? output_padding = null, long? dilation = null, long groups = 1) =>
                    s_conv_transpose1d.Call(input, weight, bias, One(stride, 1), One(padding, 0), One(output_padding, 0), groups, One(dilation, 1));

                public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null, long[] output_padding = null, long[] dilation = null, long groups = 1) =>
                    s_conv_transpose2d.Call(input, weight, bias, Or(strides, 1), Or(padding, 0), Or(output_padding, 0), groups, Or(dilation, 1));

                public static Tensor conv_transpose3d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null, long[] output_padding = null, long[] dilation = null, long groups = 1) =>
                    s_conv_transpose3d.Call(input, weight, bias, Or(strides, 1), Or(padding, 0), Or(output_padding, 0), groups, Or(dilation, 1));
            }
        }
    }
}
