using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    public sealed class ConvTranspose3d : ConvolutionTranspose
    {
        internal ConvTranspose3d(long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] output_padding, long[] dilation, long groups, bool bias, PaddingModes padding_mode, Device device, ScalarType? dtype)
            : base(nameof(ConvTranspose3d), in_channels, out_channels, kernel_size, stride, padding, null, dilation, true, output_padding, groups, bias, padding_mode, device, dtype) { }

        public override Tensor forward(Tensor input, long[] output_size)
        {
            RequireShape(input);
            var extra = _output_padding(input, output_size, kernel_size, stride, padding, dilation, 3);
            return functional.conv_transpose3d(input, _weight, _bias, stride, padding, extra, dilation, groups);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new ConvTranspose3d(in_channels, out_channels, [kernel_size, kernel_size, kernel_size], [stride, stride, stride], [padding, padding, padding], [output_padding, output_padding, output_padding], [dilation, dilation, dilation], groups, bias, padding_mode, device, dtype);

            public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? output_padding = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new ConvTranspose3d(in_channels, out_channels, [kernel_size.Item1, kernel_size.Item2, kernel_size.Item3], [stride?.Item1 ?? 1, stride?.Item2 ?? 1, stride?.Item3 ?? 1], [padding?.Item1 ?? 0, padding?.Item2 ?? 0, padding?.Item3 ?? 0], [output_padding?.Item1 ?? 0, output_padding?.Item2 ?? 0, output_padding?.Item3 ?? 0], [dilation?.Item1 ?? 1, dilation?.Item2 ?? 1, dilation?.Item3 ?? 1], groups, bias, padding_mode, device, dtype);
        }
    }
}
