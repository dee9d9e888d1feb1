using System;
using System.Linq;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class init
            {
                public enum FanInOut
                {
                    FanIn = 0,
                    FanOut = 1,
                }

                public enum NonlinearityType
                {
                    Linear = 0, Conv1D = 1, Conv2D = 2, Conv3D = 3, ConvTranspose1D = 4, ConvTranspose2D = 5, ConvTranspose3D = 6,
                    Sigmoid = 7, Tanh = 8, ReLU = 9, LeakyReLU = 10,
                }

                /// <summary>Inputs and outputs of one unit of a weight [out, in, kernel...].</summary>
                public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
                {
                    var shape = tensor.shape;
                    if (shape.Length < 2)
                        throw new ArgumentException($"Fan in and fan out need a tensor with at least two dimensions; received shape [{string.Join(", ", shape)}].");
                    var kernel = shape.Skip(2).Aggregate(1L, (a, b) => a * b);
                    return (shape[1] * kernel, shape[0] * kernel);
                }

                /// <summary>The recommended gain of a nonlinearity; `param` is the slope of LeakyReLU.</summary>
                public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) => nonlinearity switch
                {
                    NonlinearityType.Tanh => 5.0 / 3,
                    NonlinearityType.ReLU => Math.Sqrt(2),
                    NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                    _ => 1,
                };

                private static long Fan(Tensor tensor, FanInOut mode)
                {
                    var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                    return mode == FanInOut.FanIn ? fanIn : fanOut;
                }
            }
        }
    }
}
