using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    public sealed class AdaptiveAvgPool1d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveAvgPool1d(long output_size) : base(nameof(AdaptiveAvgPool1d)) => this.output_size = output_size;

        public long output_size { get; set; }

        public override Tensor forward(Tensor input) => functional.adaptive_avg_pool1d(input, output_size);
    }

    public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveAvgPool2d(long[] output_size) : base(nameof(AdaptiveAvgPool2d)) => this.output_size = output_size;

        public long[] output_size { get; set; }

        public override Tensor forward(Tensor input) => functional.adaptive_avg_pool2d(input, output_size);
    }

    public sealed class AdaptiveAvgPool3d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveAvgPool3d(long[] output_size) : base(nameof(AdaptiveAvgPool3d)) => this.output_size = output_size;

        public long[] output_size { get; set; }

        public override Tensor forward(Tensor input) => functional.adaptive_avg_pool3d(input, output_size);
    }

    public sealed class AdaptiveMaxPool1d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveMaxPool1d(long output_size) : base(nameof(AdaptiveMaxPool1d)) => this.output_size = output_size;

        public long output_size { get; set; }

        public override Tensor forward(Tensor input) => functional.adaptive_max_pool1d(input, output_size);

        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => functional.adaptive_max_pool1d_with_indices(input, output_size);
    }

    public sealed class AdaptiveMaxPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveMaxPool2d(long[] output_size) : base(nameof(AdaptiveMaxPool2d)) => this.output_size = output_size;

        public long[] output_size { get; set; }

        public override Tensor forward(Tensor input) => functional.adaptive_max_pool2d(input, output_size);

        public (Tensor output, Tensor indices) forward_with_indices(Tensor input) => functional.adaptive_max_pool2d_with_indices(input, output_size);
    }

    public sealed class AdaptiveMaxPool3d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveMaxPool3d(long[] output_size) : base(nameof(AdaptiveMaxPool3d)) => this.output_size = output_size;

        public long[] output_size { get; set; }

        public override Tensor forward(Tensor input) => functional.adaptive_max_pool3d(input, output_size);

        public (Tensor output, Tensor indices) forward_with_indices(Tensor input) => functional.adaptive_max_pool3d_with_indices(input, output_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static AdaptiveAvgPool1d AdaptiveAvgPool1d(long output_size) => new AdaptiveAvgPool1d(output_size);
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new AdaptiveAvgPool2d(Repeat(output_size, 2));
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new AdaptiveAvgPool2d(output_size);
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new AdaptiveAvgPool2d(Sizes(output_size));
            public static AdaptiveAvgPool3d AdaptiveAvgPool3d(long output_size) => new AdaptiveAvgPool3d(Repeat(output_size, 3));
            public static AdaptiveAvgPool3d AdaptiveAvgPool3d(long[] output_size) => new AdaptiveAvgPool3d(output_size);
            public static AdaptiveAvgPool3d AdaptiveAvgPool3d((long, long, long) output_size) => new AdaptiveAvgPool3d(Sizes(output_size));
            public static AdaptiveMaxPool1d AdaptiveMaxPool1d(long output_size) => new AdaptiveMaxPool1d(output_size);
            public static AdaptiveMaxPool2d AdaptiveMaxPool2d(long[] output_size) => new AdaptiveMaxPool2d(output_size);
            public static AdaptiveMaxPool3d AdaptiveMaxPool3d(long[] output_size) => new AdaptiveMaxPool3d(output_size);
        }
    }
}
