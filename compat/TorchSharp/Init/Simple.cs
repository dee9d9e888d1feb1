using TorchSharp.Interop;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Fills tensors in place, without a graph; each returns its argument.</summary>
            public static partial class init
            {
                private static readonly Op s_eye = new("eye", "m");

                public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator generator = null)
                {
                    using var off = GradientsOff.Enter();
                    Operators.Uniform(tensor, low, high, generator);
                    return tensor;
                }

                public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator generator = null)
                {
                    using var off = GradientsOff.Enter();
                    Operators.Normal(tensor, mean, std, generator);
                    return tensor;
                }

                public static Tensor constant_(Tensor tensor, Scalar val)
                {
                    using var off = GradientsOff.Enter();
                    Operators.Fill(tensor, val);
                    return tensor;
                }

                public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);
                public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

                public static Tensor eye_(Tensor tensor)
                {
                    var shape = tensor.shape;
                    if (shape.Length != 2) throw new System.ArgumentException($"eye_ needs a matrix; received shape [{string.Join(", ", shape)}].");
                    using var off = GradientsOff.Enter();
                    using var eye = s_eye.Call(shape[0], shape[1], tensor.dtype, Arg.None, tensor.device, Arg.None);
                    Operators.Copy(tensor, eye);
                    return tensor;
                }
            }
        }
    }
}
