using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class functional
            {
                private static readonly Op s_one_hot = new("one_hot");

                /// <summary>[...] of class numbers to [..., classes] of zeros and a one; -1: as many classes as the largest number asks for.</summary>
                public static Tensor one_hot(Tensor x, long num_classes = -1) => s_one_hot.Call(x, num_classes);
            }
        }
    }
}
