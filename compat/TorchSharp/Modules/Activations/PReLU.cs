using System;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>max(0, x) + a min(0, x) with trained slopes a, one or one a channel.</summary>
    public sealed class PReLU : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "weight")] private Parameter _weight;

        internal PReLU(long num_parameters, double init, Device device, ScalarType? dtype) : base(nameof(PReLU))
        {
            this.num_parameters = num_parameters;
            this.init = init;
            _weight = Operators.NewParameter([num_parameters], device, dtype);
            nn.init.constant_(_weight, init);
            RegisterComponents();
        }

        public long num_parameters { get; }
        public double init { get; }

        public Parameter weight
        {
            get => _weight;
            set => Exchange("weight", ref _weight, value ?? throw new ArgumentNullException(nameof(weight)));
        }

        public override Tensor forward(Tensor tensor) => nn.functional.prelu(tensor, _weight);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static PReLU PReLU(long num_parameters, double init = 0.25, Device device = null, ScalarType? dtype = null) =>
                new PReLU(num_parameters, init, device, dtype);
        }
    }
}
