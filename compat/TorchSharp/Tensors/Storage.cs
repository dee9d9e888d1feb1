using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The memory under a tensor, as one row of elements.</summary>
    public abstract class Storage
    {
        protected Tensor _tensor;
        protected IntPtr _tensor_data_ptr;

        protected Storage() { }

        protected unsafe Storage(Tensor tensor) : this(tensor, (IntPtr)tensor.Info.Data) { }

        protected Storage(Tensor tensor, IntPtr data_ptr)
        {
            _tensor = tensor;
            _tensor_data_ptr = data_ptr;
        }

        protected IntPtr data_ptr() => _tensor_data_ptr;
        public abstract int element_size();
        public ulong nbytes() => (ulong)(_tensor.numel() * element_size());

        public Storage<bool> @bool() => Converted<bool>(ScalarType.Bool);
        public Storage<byte> @byte() => Converted<byte>(ScalarType.Byte);
        public Storage<int> @int() => Converted<int>(ScalarType.Int32);
        public Storage<long> @long() => Converted<long>(ScalarType.Int64);
        public Storage<float> @float() => Converted<float>(ScalarType.Float32);
        public Storage<double> @double() => Converted<double>(ScalarType.Float64);
        public Storage<(float, float)> complex_float() => Converted<(float, float)>(ScalarType.ComplexFloat32);
        public Storage<Complex> complex_double() => Converted<Complex>(ScalarType.ComplexFloat64);

        private Storage<T> Converted<T>(ScalarType type) where T : unmanaged
        {
            using var converted = _tensor.to_type(type);
            return new Storage<T>(converted);
        }
    }

    public sealed class Storage<T> : Storage, IDisposable, IEnumerable<T> where T : unmanaged
    {
        private TensorAccessor<T> _elements;

        // The tensor behind a storage is a handle of its own, flat over the whole memory.
        internal Storage(Tensor tensor) : base(Flat(tensor)) => _elements = _tensor.device_type == DeviceType.CPU ? _tensor.data<T>() : null;

        private static Tensor Flat(Tensor tensor) => tensor.is_contiguous()
            ? tensor.detach().view(-1).DetachFromDisposeScope()
            : throw new InvalidOperationException("The tensor is not contiguous: call contiguous() first.");

        private TensorAccessor<T> Elements => _elements ?? throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the storage to the cpu before reading.");

        public int Count => checked((int)_tensor.numel());
        public bool IsReadOnly => false;
        public Device device => _tensor.device;
        public override int element_size() => (int)_tensor.ElementSize;

        public T this[int index] { get => Elements[index]; set => Elements[index] = value; }

        public Storage<T> this[Range range]
        {
            get
            {
                var (offset, length) = range.GetOffsetAndLength(Count);
                using var part = _tensor.narrow(0, offset, length);
                return new Storage<T>(part);
            }
            set
            {
                var (offset, length) = range.GetOffsetAndLength(Count);
                using var part = _tensor.narrow(0, offset, length);
                using var source = value._tensor.clone();  // it may be part of this memory
                part.copy_(source);
            }
        }

        public Storage<T> this[(int? start, int? end) range] { get => this[Range(range)]; set => this[Range(range)] = value; }

        private Range Range((int? start, int? end) range) => (range.start ?? 0)..(range.end ?? Count);

        public bool Contains(T item) => IndexOf(item) >= 0;
        public int IndexOf(T item) => Array.IndexOf(ToArray(), item);
        public T[] ToArray() => Elements.ToArray();
        public IList<T> tolist() => ToArray();
        public void fill_(T value) => Array.ForEach(Enumerable.Range(0, Count).ToArray(), i => this[i] = value);
        public void copy_(IList<T> array) => CopyFrom(array, 0);

        public void CopyTo(IList<T> array, int arrayIndex)
        {
            for (var i = 0; i < Count; i++) array[arrayIndex + i] = this[i];
        }

        public void CopyFrom(IList<T> array, int arrayIndex)
        {
            for (var i = 0; i < Math.Min(Count, array.Count - arrayIndex); i++) this[i] = array[arrayIndex + i];
        }

        public Storage<T> cpu() => Moved(CPU);
        public Storage<T> cuda(Device device = null) => Moved(device ?? CUDA);

        private Storage<T> Moved(Device device)
        {
            using var moved = _tensor.to(device);
            return new Storage<T>(moved);
        }

        public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public static implicit operator Storage<T>(T value)
        {
            using var one = value.ToTensor();
            return new Storage<T>(one);
        }

        public void Dispose()
        {
            _elements?.Dispose();
            _tensor?.Dispose();
            (_elements, _tensor) = (null, null);
        }
    }

    public static bool is_storage(object obj) => obj is Storage;

    public partial class Tensor
    {
        public Storage<T> storage<T>() where T : unmanaged
        {
            CheckType<T>();
            return new Storage<T>(this);
        }
    }
}
