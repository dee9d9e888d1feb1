using System;
using System.Linq;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_to = new("to", "dtype_layout"), s_fillValue_ = new("fill_", "Scalar"), s_zeroed_ = new("zero_"),
            s_realPart = new("real"), s_imagPart = new("imag"), s_numpyT = new("numpy_T"), s_mT = new("mT"), s_mH = new("mH"), s_H = new("matrix_H"),
            s_indices = new("_indices"), s_values = new("_values");

        private Tensor To(ScalarType? type, Device device, bool copy, bool disposeAfter, bool non_blocking)
        {
            if (device is not null) InitializeDevice(device);
            var result = s_to.Call(this, type, Arg.None, device, Arg.None, non_blocking, copy);
            if (disposeAfter) Dispose();
            return result;
        }

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => To(type, null, copy, disposeAfter, non_blocking);
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => To(type, null, copy, disposeAfter, non_blocking);
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => To(null, device, copy, disposeAfter, non_blocking);
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => To(null, new Device(device), copy, disposeAfter, non_blocking);
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(null, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To(type, device, copy, disposeAfter, non_blocking);
        public Tensor to(Tensor other, bool non_blocking = false) => To(other.dtype, other.device, false, false, non_blocking);
        public Tensor type(ScalarType dtype) => to_type(dtype);
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        /// <summary>Fills with zeros, in place; unlike the other in-place methods the result is another wrapper.</summary>
        public Tensor zero_()
        {
            s_zeroed_.Do(this);
            return Alias();
        }

        internal Tensor Alias()
        {
            var result = Adopt(Native.lo_alias(Handle));
            GC.KeepAlive(this);
            return result;
        }

        public Tensor real => s_realPart.Call(this);
        public Tensor imag => s_imagPart.Call(this);
        public Tensor T => s_numpyT.Call(this);
        public Tensor mT => s_mT.Call(this);
        public Tensor mH => s_mH.Call(this);
        public Tensor H => s_H.Call(this);
        public Tensor SparseIndices => s_indices.Call(this);
        public Tensor SparseValues => s_values.Call(this);

        // What a Scalar stands for, as a tensor of no dimensions.
        private static Tensor ScalarTensor(Scalar scalar) => torch.full(System.Array.Empty<long>(), scalar, scalar.Type);

        private Tensor Binary(IntPtr result, Tensor other)
        {
            GC.KeepAlive(this);
            GC.KeepAlive(other);
            return Adopt(Native.Check(result));
        }

        // left / this for a number on the left.
        private Tensor Divides(Arg left)
        {
            using var inverse = reciprocal();
            return s_mulScalar.Call(inverse, left);
        }

        private static Tensor Typed(Tensor result, ScalarType? type)
        {
            if (type is null || result.dtype == type) return result;
            using (result) return result.to_type(type.Value);
        }

        private static (Tensor, Tensor) Typed((Tensor, Tensor) results, ScalarType? type) => (Typed(results.Item1, type), Typed(results.Item2, type));

        private static long[] ToLongs(Tensor indices) => indices.data<long>().ToArray();
        private long[] LastDims(long count) => Enumerable.Range(0, (int)count).Select(i => Dimensions - count + i).ToArray();
        private static long[] FirstDims(long count) => Enumerable.Range(0, (int)count).Select(i => (long)i).ToArray();

        public Tensor cross(Scalar other, long dim)
        {
            using var right = ScalarTensor(other);
            return s_cross.Call(this, right, dim);
        }
    }
}
