using System;
using System.Linq;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The gradient of a convolution with respect to its input, as a layer.</summary>
    public abstract class ConvolutionTranspose : Convolution
    {
        protected ConvolutionTranspose(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device device = null, ScalarType? dtype = null)
            : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding, groups, bias, padding_mode, device, dtype)
        {
            if (padding_mode is not (PaddingModes.Zeros or PaddingModes.Constant))
                throw new ArgumentException($"{name} pads with zeros only; received {padding_mode}.");
        }

        public override Tensor forward(Tensor input) => forward(input, null);

        /// <summary>`output_size`: the wanted sizes, with or without batch and channels; several fit where the stride exceeds 1.</summary>
        public abstract Tensor forward(Tensor input, long[] output_size);

        protected long[] _output_padding(Tensor input, long[] output_size, long[] kernel_size, long[] stride, long[] padding, long[] dilation, long num_spatial_dims)
        {
            if (output_size is null) return output_padding;
            var rank = (int)num_spatial_dims;
            var sizes = input.shape[^rank..];
            if (output_size.Length < rank || output_size.Length > input.ndim)
                throw new ArgumentException($"{GetName()}: output_size needs {rank} sizes; received [{string.Join(", ", output_size)}].");
            var wanted = output_size[^rank..];
            var smallest = Enumerable.Range(0, rank).Select(d => (sizes[d] - 1) * stride[d] - 2 * padding[d] + dilation[d] * (kernel_size[d] - 1) + 1).ToArray();
            var extra = wanted.Select((w, d) => w - smallest[d]).ToArray();
            for (var d = 0; d < rank; d++)
                if (extra[d] < 0 || extra[d] >= stride[d])
                    throw new ArgumentException($"{GetName()}: output size {wanted[d]} of dimension {d} is out of range [{smallest[d]}, {smallest[d] + stride[d] - 1}].");
            return extra;
        }
    }
}
