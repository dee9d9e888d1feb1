using System;
using System.Collections;
using System.Collections.Generic;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>Typed access to the memory of a CPU tensor, in row-major order whatever its strides, for as long as the tensor lives.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private Tensor _tensor;
    private readonly T* _data;
    private readonly long[] _shape, _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        var info = tensor.Info;
        if (info.Strides is null) throw new InvalidOperationException("A sparse tensor has no memory of its own to read: call to_dense() first.");
        _tensor = tensor;
        _data = (T*)info.Data;
        _contiguous = info.IsContiguous != 0;
        _shape = tensor.shape;
        _strides = tensor.stride();
        Count = info.Elements;
    }

    public long Count { get; }
    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get
        {
            var value = *At(indices);
            GC.KeepAlive(this);
            return value;
        }
        set
        {
            *At(indices) = value;
            GC.KeepAlive(this);
        }
    }

    private T* At(long[] indices)
    {
        Check();
        if (indices.Length == 1 && _shape.Length != 1) return At(indices[0]);
        if (indices.Length != _shape.Length)
            throw new ArgumentException($"{indices.Length} indices for a tensor of {_shape.Length} dimensions.");
        var offset = 0L;
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= _shape[d])
                throw new IndexOutOfRangeException($"Index {indices[d]} of an axis of {_shape[d]} elements.");
            offset += indices[d] * _strides[d];
        }
        return _data + offset;
    }

    // Element `index` in row-major order.
    private T* At(long index)
    {
        if (index < 0 || index >= Count) throw new IndexOutOfRangeException($"Element {index} of a tensor of {Count} elements.");
        if (_contiguous) return _data + index;
        var offset = 0L;
        for (var d = _shape.Length - 1; d >= 0; d--)
        {
            offset += index % _shape[d] * _strides[d];
            index /= _shape[d];
        }
        return _data + offset;
    }

    private void Check()
    {
        ObjectDisposedException.ThrowIf(_tensor is null, this);
        _ = _tensor.Handle;  // throws once the tensor is disposed
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    /// <summary>An array of the tensor's rank; the value itself for a tensor without dimensions.</summary>
    public Array ToNDArray()
    {
        if (_shape.Length == 0) return ToArray();
        var result = Array.CreateInstance(typeof(T), _shape);
        fixed (byte* target = &System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(result))
            CopyTo(new Span<T>(target, checked((int)Count)));
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Check();
        var target = array[arrayIndex..];
        var count = Part(target.Length, tensorIndex);
        if (_contiguous) new ReadOnlySpan<T>(_data + tensorIndex, count).CopyTo(target);
        else
            for (var i = 0; i < count; i++) target[i] = *At(tensorIndex + i);
        GC.KeepAlive(this);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Check();
        var source = array[arrayIndex..];
        var count = Part(source.Length, tensorIndex);
        if (_contiguous) source[..count].CopyTo(new Span<T>(_data + tensorIndex, count));
        else
            for (var i = 0; i < count; i++) *At(tensorIndex + i) = source[i];
        GC.KeepAlive(this);
    }

    private int Part(int length, long tensorIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tensorIndex);
        return (int)Math.Max(0, Math.Min(length, Count - tensorIndex));
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0L; i < Count; i++) yield return Read(i);
    }

    private T Read(long index)
    {
        Check();
        var value = *At(index);
        GC.KeepAlive(this);
        return value;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object obj) => obj is TensorAccessor<T> other && this == other;
    public override int GetHashCode() => HashCode.Combine((long)_data, Count);

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right)
    {
        if (left is null || right is null) return ReferenceEquals(left, right);
        if (left.Count != right.Count) return false;
        for (var i = 0L; i < left.Count; i++)
            if (!left.Read(i).Equals(right.Read(i))) return false;
        return true;
    }

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    /// <summary>Ends the access; the tensor is not disposed.</summary>
    public void Dispose() => _tensor = null;
}
