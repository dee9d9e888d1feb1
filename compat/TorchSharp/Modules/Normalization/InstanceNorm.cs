using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>Normalises each channel of each sample over space.</summary>
    public abstract class InstanceNorm : NormBase
    {
        public InstanceNorm(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype, string name)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name) { }

        /// <summary>The rank of an input without a batch.</summary>
        protected abstract long GetNumberOfBatchDimensions();

        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            if (input.ndim != GetNumberOfBatchDimensions()) return Normalise(input);
            using var batch = Operators.Unsqueeze(input, 0);
            using var result = Normalise(batch);
            return Operators.Squeeze(result, 0);
        }

        private Tensor Normalise(Tensor input) =>
            functional.instance_norm(input, running_mean, running_var, weight, bias, training || !track_running_stats, momentum ?? 0, eps);
    }

    public sealed class InstanceNorm1d : InstanceNorm
    {
        internal InstanceNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm1d)) { }

        protected override void ValidateInputDimensions(Tensor input) => RequireRank(input, 2, 3);
        protected override long GetNumberOfBatchDimensions() => 2;
    }

    public sealed class InstanceNorm2d : InstanceNorm
    {
        internal InstanceNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm2d)) { }

        protected override void ValidateInputDimensions(Tensor input) => RequireRank(input, 3, 4);
        protected override long GetNumberOfBatchDimensions() => 3;
    }

    public sealed class InstanceNorm3d : InstanceNorm
    {
        internal InstanceNorm3d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm3d)) { }

        protected override void ValidateInputDimensions(Tensor input) => RequireRank(input, 4, 5);
        protected override long GetNumberOfBatchDimensions() => 4;
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static InstanceNorm1d InstanceNorm1d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device device = null, ScalarType? dtype = null) =>
                new InstanceNorm1d(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static InstanceNorm2d InstanceNorm2d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device device = null, ScalarType? dtype = null) =>
                new InstanceNorm2d(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static InstanceNorm3d InstanceNorm3d(long num_features, double eps = 1E-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device device = null, ScalarType? dtype = null) =>
                new InstanceNorm3d(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
