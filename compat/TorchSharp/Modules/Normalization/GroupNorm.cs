using System;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Normalises each group of channels of each sample. Starts from weight 1 and bias 0 (TorchSharp 0.106 leaves them to chance).</summary>
    public sealed class GroupNorm : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "weight")] private Parameter _weight;
        [ComponentName(Name = "bias")] private Parameter _bias;

        internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device device, ScalarType? dtype) : base(nameof(GroupNorm))
        {
            if (num_groups <= 0 || num_channels % num_groups != 0)
                throw new ArgumentException($"GroupNorm: num_channels must be divisible by num_groups; received {num_channels} and {num_groups}.");
            this.num_groups = num_groups;
            this.eps = eps;
            this.affine = affine;
            if (affine)
            {
                _weight = Operators.NewParameter([num_channels], device, dtype);
                _bias = Operators.NewParameter([num_channels], device, dtype);
                nn.init.ones_(_weight);
                nn.init.zeros_(_bias);
            }
            RegisterComponents();
        }

        public long num_groups { get; set; }
        public double eps { get; set; }
        public bool affine { get; set; }

        public Parameter weight
        {
            get => _weight;
            set => Exchange("weight", ref _weight, value);
        }

        public Parameter bias
        {
            get => _bias;
            set => Exchange("bias", ref _bias, value);
        }

        public override Tensor forward(Tensor tensor) => nn.functional.group_norm(tensor, num_groups, _weight, _bias, eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1E-05, bool affine = true, Device device = null, ScalarType? dtype = null) =>
                new GroupNorm(num_groups, num_channels, eps, affine, device, dtype);
        }
    }
}
