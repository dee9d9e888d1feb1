using System;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class Upsample : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _size;
        private readonly double[] _scale_factor;

        internal Upsample(long[] size, double[] scale_factor, UpsampleMode mode, bool? align_corners, bool? recompute_scale_factor) : base(nameof(Upsample))
        {
            _size = size;
            _scale_factor = scale_factor;
            this.mode = mode;
            this.align_corners = align_corners;
            this.recompute_scale_factor = recompute_scale_factor;
        }

        public ReadOnlySpan<long> size => _size;
        public ReadOnlySpan<double> scale_factor => _scale_factor;
        public UpsampleMode mode { get; }
        public bool? align_corners { get; }
        public bool? recompute_scale_factor { get; set; }

        public override Tensor forward(Tensor input) =>
            nn.functional.interpolate(input, _size, _scale_factor, (InterpolationMode)(int)mode, align_corners, recompute_scale_factor ?? false);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Upsample Upsample(long[] size = null, double[] scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null, bool? recompute_scale_factor = null) =>
                new Upsample(size, scale_factor, mode, align_corners, recompute_scale_factor);
        }
    }
}
