using System;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>y_k = x1^T W_k x2 + b_k with W [out, in1, in2].</summary>
    public sealed class Bilinear : nn.Module<Tensor, Tensor, Tensor>
    {
        [ComponentName(Name = "weight")] private Parameter _weight;
        [ComponentName(Name = "bias")] private Parameter _bias;

        internal Bilinear(long in1_features, long in2_features, long out_features, bool hasBias, Device device, ScalarType? dtype) : base(nameof(Bilinear))
        {
            this.in1_features = in1_features;
            this.in2_features = in2_features;
            this.out_features = out_features;
            var bound = 1 / Math.Sqrt(in1_features);
            _weight = Operators.NewParameter([out_features, in1_features, in2_features], device, dtype);
            nn.init.uniform_(_weight, -bound, bound);
            if (hasBias)
            {
                _bias = Operators.NewParameter([out_features], device, dtype);
                nn.init.uniform_(_bias, -bound, bound);
            }
            RegisterComponents();
        }

        public long in1_features { get; set; }
        public long in2_features { get; set; }
        public long out_features { get; set; }

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

        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.bilinear(input1, input2, _weight, _bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Bilinear Bilinear(long in1_features, long in2_features, long out_features, bool hasBias = true, Device device = null, ScalarType? dtype = null) =>
                new Bilinear(in1_features, in2_features, out_features, hasBias, device, dtype);
        }
    }
}
