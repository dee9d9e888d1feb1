using System;
using System.IO;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements of a CPU tensor, by index; T must be the tensor's type.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            CheckType<T>();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The value of a tensor of one element; T must be the tensor's type.</summary>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException("Number of elements in the tensor must be 1");
            CheckType<T>();
            if (device_type == DeviceType.CPU) return ReadCpuValue<T>(0);
            using var here = cpu();
            return here.ReadCpuValue<T>(0);
        }

        private void CheckType<T>() where T : unmanaged
        {
            var type = dtype;
            var fits = type == ScalarType.BFloat16 ? typeof(T) == typeof(ushort) || typeof(T) == typeof(short) : TypeOf(typeof(T)) == type;
            if (!fits) throw new ArgumentException($"{typeof(T).Name} is not compatible with {type}");
        }

        public unsafe Scalar ToScalar()
        {
            Value value;
            double imaginary;
            Native.Check(Native.lo_item(Handle, &value, &imaginary));
            System.GC.KeepAlive(this);
            return value.Tag switch
            {
                Tag.Double => value.Real,
                Tag.Bool => value.Bits != 0,
                Tag.Complex => new System.Numerics.Complex(value.Real, imaginary),
                _ => value.Bits,
            };
        }

        /// <summary>Element `i` of a CPU tensor, counted in memory from the tensor's first element.</summary>
        public unsafe T ReadCpuValue<T>(long i) where T : unmanaged
        {
            var info = Info;
            if ((DeviceType)info.DeviceType != DeviceType.CPU)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            if (i < 0 || i >= info.Elements) throw new IndexOutOfRangeException($"Element {i} of a tensor of {info.Elements} elements.");
            var result = ((T*)info.Data)[i];
            GC.KeepAlive(this);
            return result;
        }

        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);
        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);
        public sbyte ReadCpuSByte(long i) => ReadCpuValue<sbyte>(i);
        public short ReadCpuInt16(long i) => ReadCpuValue<short>(i);
        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);
        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);
        public float ReadCpuFloat16(long i) => (float)ReadCpuValue<Half>(i);
        public float ReadCpuBFloat16(long i) => BitConverter.UInt32BitsToSingle((uint)ReadCpuValue<ushort>(i) << 16);
        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);
        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);

        public long storage_offset() => Info.StorageOffset;
    }
}
