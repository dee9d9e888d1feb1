using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class functional
            {
                private static readonly Op s_linear = new("linear"), s_bilinear = new("bilinear");

                public static Tensor linear(Tensor input, Tensor weights, Tensor bias = null) => s_linear.Call(input, weights, bias);

                public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor bias = null) =>
                    s_bilinear.Call(input1, input2, weight, bias);
            }
        }
    }
}
