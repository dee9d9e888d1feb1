using System.Collections.Generic;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Operators that modules share.</summary>
    internal static class Operators
    {
        private static readonly Op s_empty = new("empty", "memory_format"), s_to = new("to", "device"), s_copy = new("copy_"),
            s_zero = new("zero_"), s_fill = new("fill_", "Scalar"), s_uniform = new("uniform_"), s_normal = new("normal_"),
            s_unsqueeze = new("unsqueeze"), s_squeeze = new("squeeze", "dim"), s_select = new("select", "int");

        public static Tensor Empty(long[] shape, ScalarType? dtype = null, Device device = null) =>
            s_empty.Call(shape, dtype ?? get_default_dtype(), Arg.None, device ?? get_default_device(), Arg.None, Arg.None);

        public static Tensor To(Tensor tensor, Device device, ScalarType dtype, bool nonBlocking = false, bool copy = false) =>
            s_to.Call(tensor, device, dtype, nonBlocking, copy);

        public static Tensor Unsqueeze(Tensor tensor, long dim) => s_unsqueeze.Call(tensor, dim);
        public static Tensor Squeeze(Tensor tensor, long dim) => s_squeeze.Call(tensor, dim);

        public static Tensor Select(Tensor tensor, long dim, long index) => s_select.Call(tensor, dim, index);

        /// <summary>A parameter over the memory of `data`, or over a copy where device or type differ.</summary>
        public static Parameter Pretrained(Tensor data, bool freeze, Device device, ScalarType? dtype)
        {
            using var off = Utils.GradientsOff.Enter();
            using var detached = new Op("detach").Call(data);
            var result = new Parameter(To(detached, device ?? data.device, dtype ?? data.dtype), !freeze);
            result.DetachFromDisposeScope();
            return result;
        }

        /// <summary>The value of an integer tensor of one element.</summary>
        public static long Integer(Tensor tensor) => tensor.ToInt64();

        public static void Copy(Tensor target, Tensor source) => s_copy.Do(target, source);
        public static void Zero(Tensor target) => s_zero.Do(target);
        public static void Fill(Tensor target, Scalar value) => s_fill.Do(target, value);
        public static void Uniform(Tensor target, double low, double high, Generator generator = null) => s_uniform.Do(target, low, high, generator);
        public static void Normal(Tensor target, double mean, double std, Generator generator = null) => s_normal.Do(target, mean, std, generator);

        /// <summary>Another handle on the same tensor: what in-place functions return, so that disposing it leaves the argument alone.</summary>
        public static Tensor Alias(Tensor tensor)
        {
            var result = Tensor.Adopt(Native.lo_alias(tensor.Handle));
            System.GC.KeepAlive(tensor);
            return result;
        }

        /// <summary>An uninitialised parameter that no dispose scope ends.</summary>
        public static Parameter NewParameter(long[] shape, Device device, ScalarType? dtype)
        {
            var result = new Parameter(Empty(shape, dtype, device));
            result.DetachFromDisposeScope();
            return result;
        }

        /// <summary>`count` copies of a layer's parameters, named as the items of a list called layers.</summary>
        public static IEnumerable<(string, Parameter)> Copies(nn.Module layer, long count, string prefix = "")
        {
            for (long i = 0; i < count; i++)
                foreach (var (key, original) in layer.named_parameters())
                {
                    var copy = NewParameter(original.shape, original.device, original.dtype);
                    using (Utils.GradientsOff.Enter()) Copy(copy, original);
                    copy.requires_grad = original.requires_grad;
                    yield return ($"{prefix}layers.{i}.{key}", copy);
                }
        }

        public static bool IsFloat(ScalarType type) => type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;
        public static bool IsComplex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
    }
}
