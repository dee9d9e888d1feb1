using System;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class init
            {
                /// <summary>U(-b, b) with b = gain sqrt(6 / (fanIn + fanOut)). Glorot and Bengio, 2010.</summary>
                public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
                {
                    var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                    var bound = Math.Sqrt(3) * (gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
                    return uniform_(tensor, -bound, bound);
                }

                /// <summary>N(0, s^2) with s = gain sqrt(2 / (fanIn + fanOut)).</summary>
                public static Tensor xavier_normal_(Tensor tensor, double gain = 1)
                {
                    var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                    return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
                }

                public static Tensor glorot_uniform_(Tensor tensor, double gain = 1) => xavier_uniform_(tensor, gain);
                public static Tensor glorot_normal_(Tensor tensor, double gain = 1) => xavier_normal_(tensor, gain);

                /// <summary>U(-b, b) with b = gain sqrt(3 / fan). He and others, 2015.</summary>
                public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
                {
                    var bound = Math.Sqrt(3) * (calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode)));
                    return uniform_(tensor, -bound, bound);
                }

                /// <summary>N(0, s^2) with s = gain / sqrt(fan).</summary>
                public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                    normal_(tensor, 0, calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode)));
            }
        }
    }
}
