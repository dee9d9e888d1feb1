using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type, long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device device, ScalarType? dtype)
            : base(nameof(Conv2d), in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, false, [0, 0], groups, bias, padding_mode, device, dtype) { }

        public override Tensor forward(Tensor input)
        {
            RequireShape(input);
            using var padded = PadByMode(input);
            if (padded is not null) return functional.conv2d(padded, _weight, _bias, stride, [0, 0], dilation, groups);
            if (padding_type is { } type) return functional.conv2d_padding(input, _weight, _bias, stride, type, dilation, groups);
            return functional.conv2d(input, _weight, _bias, stride, padding, dilation, groups);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new Conv2d(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], [padding, padding], null, [dilation, dilation], groups, bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new Conv2d(in_channels, out_channels, [kernel_size, kernel_size], [stride, stride], null, padding, [dilation, dilation], groups, bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new Conv2d(in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2], [stride?.Item1 ?? 1, stride?.Item2 ?? 1], [padding?.Item1 ?? 0, padding?.Item2 ?? 0], null, [dilation?.Item1 ?? 1, dilation?.Item2 ?? 1], groups, bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new Conv2d(in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2], [stride?.Item1 ?? 1, stride?.Item2 ?? 1], null, padding, [dilation?.Item1 ?? 1, dilation?.Item2 ?? 1], groups, bias, padding_mode, device, dtype);
        }
    }
}
