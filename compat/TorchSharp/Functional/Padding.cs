using System;
using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static partial class functional
            {
                private static readonly Op s_pad = new("pad");

                /// <summary>Pads the last dimensions; `pad` holds before and after of the last one first.</summary>
                public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => mode switch
                {
                    PaddingModes.Reflect => s_pad.Call(input, pad, "reflect"),
                    PaddingModes.Replicate => s_pad.Call(input, pad, "replicate"),
                    PaddingModes.Circular => s_pad.Call(input, pad, "circular"),
                    _ => s_pad.Call(input, pad, "constant", value),
                };

                public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                    functional.pad(input, pad.ToArray(), mode, value);

                public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                    functional.pad(input, new[] { pad, pad }, mode, value);

                public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                    functional.pad(input, new[] { pad.Item1, pad.Item2 }, mode, value);

                public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                    functional.pad(input, new[] { pad.Item1, pad.Item2, pad.Item3, pad.Item4 }, mode, value);
            }
        }
    }
}
