using System;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What convolutions share: weight [out, in / groups, kernel...], or [in, out / groups, kernel...] where transposed.</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "weight")] protected Parameter _weight;
        [ComponentName(Name = "bias")] protected Parameter _bias;

        /// <summary>The padding as `functional.pad` takes it: last dimension first, each twice.</summary>
        protected long[] _reversed_padding_repeated_twice;

        protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type, long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device device = null, ScalarType? dtype = null) : base(name)
        {
            if (groups <= 0) throw new ArgumentException($"{name}: groups must be positive; received {groups}.");
            if (in_channels % groups != 0) throw new ArgumentException($"{name}: in_channels must be divisible by groups; received {in_channels} and {groups}.");
            if (out_channels % groups != 0) throw new ArgumentException($"{name}: out_channels must be divisible by groups; received {out_channels} and {groups}.");
            this.in_channels = in_channels;
            this.out_channels = out_channels;
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.dilation = dilation;
            this.transposed = transposed;
            this.output_padding = output_padding;
            this.groups = groups;
            this.padding_mode = padding_mode;
            if (padding_type is { } padding_as) SetPadding(padding_as);
            else SetPadding(padding);
            var (first, second) = transposed ? (in_channels, out_channels / groups) : (out_channels, in_channels / groups);
            _weight = Operators.NewParameter([first, second, .. kernel_size], device, dtype);
            if (bias) _bias = Operators.NewParameter([out_channels], device, dtype);
            reset_parameters();
            RegisterComponents();
        }

        public long in_channels { get; }
        public long out_channels { get; }
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] padding { get; private set; }
        public Padding? padding_type { get; private set; }
        public long[] dilation { get; set; }
        public bool transposed { get; }
        public long[] output_padding { get; set; }
        public long groups { get; set; }
        public PaddingModes padding_mode { get; set; }

        public Parameter weight
        {
            get => _weight;
            set => Exchange("weight", ref _weight, value ?? throw new ArgumentNullException(nameof(weight)));
        }

        public Parameter bias
        {
            get => _bias;
            set => Exchange("bias", ref _bias, value);
        }

        public void SetPadding(long[] padding)
        {
            this.padding = padding;
            padding_type = null;
            _reversed_padding_repeated_twice = new long[2 * padding.Length];
            for (var i = 0; i < padding.Length; i++)
                _reversed_padding_repeated_twice[2 * i] = _reversed_padding_repeated_twice[2 * i + 1] = padding[^(i + 1)];
        }

        public void SetPadding(Padding padding)
        {
            var rank = kernel_size.Length;
            this.padding = new long[rank];
            padding_type = padding;
            _reversed_padding_repeated_twice = new long[2 * rank];
            if (padding == Padding.Valid) return;
            for (var i = 0; i < rank; i++)
            {
                if (stride[i] != 1) throw new ArgumentException($"{GetName()}: padding 'Same' needs stride 1; received {stride[i]}.");
                var total = dilation[^(i + 1)] * (kernel_size[^(i + 1)] - 1);
                _reversed_padding_repeated_twice[2 * i] = total / 2;
                _reversed_padding_repeated_twice[2 * i + 1] = total - total / 2;
            }
        }

        /// <summary>PyTorch's defaults: both weight and bias uniform within 1 / sqrt(fan in).</summary>
        public void reset_parameters()
        {
            nn.init.kaiming_uniform_(_weight, Math.Sqrt(5));
            if (_bias is null) return;
            var (fanIn, _) = nn.init.CalculateFanInAndFanOut(_weight);
            if (fanIn == 0) return;
            var bound = 1 / Math.Sqrt(fanIn);
            nn.init.uniform_(_bias, -bound, bound);
        }

        protected bool ValidateShape(Tensor input, long dimensions)
        {
            var shape = input.shape;
            return (shape.Length == dimensions + 2 && shape[1] == in_channels) || (shape.Length == dimensions + 1 && shape[0] == in_channels);
        }

        private protected void RequireShape(Tensor input)
        {
            var rank = kernel_size.Length;
            if (!ValidateShape(input, rank))
                throw new ArgumentException($"{GetName()} takes [batch, {in_channels}, {rank} sizes] or [{in_channels}, {rank} sizes]; received [{string.Join(", ", input.shape)}].");
        }

        /// <summary>The input as the operator wants it: padded already where the mode is not zeros (null: use it as it is).</summary>
        private protected Tensor PadByMode(Tensor input) =>
            padding_mode is PaddingModes.Zeros or PaddingModes.Constant ? null : nn.functional.pad(input, _reversed_padding_repeated_twice, padding_mode);
    }
}
