using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Tensors from managed memory: `tensor` copies; `from_array`, `as_tensor` and `frombuffer` share pinned memory.</summary>
public static partial class torch
{
    internal static ScalarType TypeOf(Type type) =>
        type == typeof(float) ? ScalarType.Float32 : type == typeof(double) ? ScalarType.Float64
        : type == typeof(int) ? ScalarType.Int32 : type == typeof(long) ? ScalarType.Int64
        : type == typeof(bool) ? ScalarType.Bool : type == typeof(byte) ? ScalarType.Byte
        : type == typeof(sbyte) ? ScalarType.Int8 : type == typeof(short) ? ScalarType.Int16
        : type == typeof(Half) ? ScalarType.Float16 : type == typeof(Complex) ? ScalarType.ComplexFloat64
        : type == typeof((float, float)) ? ScalarType.ComplexFloat32
        : throw new NotSupportedException($"Creating a tensor from elements of type {type} is not supported.");

    private static Tensor FromScalar<T>(T scalar, ScalarType? dtype, Device device, bool requires_grad) where T : unmanaged =>
        FromSpan<T>(new ReadOnlySpan<T>(in scalar), [], dtype, device, requires_grad, null);

    // A number whose type is only known at run time.
    internal static unsafe Tensor FromOne<T>(T scalar, Device device, bool requires_grad) where T : struct
    {
        Tensor result;
        fixed (byte* source = &Unsafe.As<T, byte>(ref scalar))
            result = Tensor.Adopt(Native.Check(Native.lo_from_data(source, null, 0, (int)TypeOf(typeof(T)))));
        return Finish(Converted(result, null, device), requires_grad, null);
    }

    private static Tensor FromArray<T>(Array array, ScalarType? dtype, Device device, bool requires_grad, string[] names) where T : unmanaged
    {
        ref var first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array));
        return FromSpan<T>(MemoryMarshal.CreateReadOnlySpan(ref first, array.Length), ShapeOf(array), dtype, device, requires_grad, names);
    }

    private static unsafe Tensor FromSpan<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> shape, ScalarType? dtype, Device device, bool requires_grad, string[] names)
        where T : unmanaged
    {
        CheckCount(shape, data.Length);
        Tensor result;
        fixed (T* source = data)
        fixed (long* sizes = shape)
            result = Tensor.Adopt(Native.Check(Native.lo_from_data(source, sizes, shape.Length, (int)TypeOf(typeof(T)))));
        return Finish(Converted(result, dtype, device), requires_grad, names);
    }

    private static ReadOnlySpan<T> Span<T>(IList<T> list) => list switch
    {
        T[] array => array,
        List<T> items => CollectionsMarshal.AsSpan(items),
        _ => list.ToArray(),
    };

    public static Tensor from_array(Array rawArray, Device device = null) => from_array(rawArray, null, device);

    public static unsafe Tensor from_array(Array rawArray, ScalarType? dtype, Device device = null, bool requires_grad = false, string[] names = null)
    {
        var natural = TypeOf(rawArray.GetType().GetElementType());
        return Finish(Converted(Share(rawArray, 0, ShapeOf(rawArray), natural), dtype, device), requires_grad, names);
    }

    /// <summary>A one-dimensional tensor over `count` elements of an array from element `offset`; both see each other's writes.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var natural = TypeOf(rawArray.GetType().GetElementType());
        if (offset < 0 || offset >= rawArray.LongLength) throw new ArgumentException($"invalid value for 'offset': {offset} of an array of {rawArray.LongLength}");
        if (count < 0) count = rawArray.LongLength - offset;
        if (count > rawArray.LongLength - offset)
            throw new IndexOutOfRangeException($"frombuffer: {count} elements from {offset} do not fit an array of {rawArray.LongLength}.");
        return Finish(Converted(Share(rawArray, offset, [count], natural), dtype, null), requires_grad, null);
    }

    private static unsafe Tensor Share(Array array, long offset, long[] shape, ScalarType type)
    {
        var pin = GCHandle.Alloc(array, GCHandleType.Normal);
        try
        {
            // Arrays of tuples or bool are not "blittable" to GCHandle's eyes; the pinned object heap has no such rule.
            pin.Free();
            pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        }
        catch (ArgumentException)
        {
            return Copied(array, offset, shape, type);
        }
        var memory = (byte*)pin.AddrOfPinnedObject() + offset * Tensor.ElementSizeOf(type);
        fixed (long* sizes = shape)
        {
            var handle = Native.lo_from_blob(memory, sizes, shape.Length, (int)type, &ReleasePin, GCHandle.ToIntPtr(pin));
            if (handle != IntPtr.Zero) return Tensor.Adopt(handle);
        }
        pin.Free();
        throw Native.Fault();
    }

    private static unsafe Tensor Copied(Array array, long offset, long[] shape, ScalarType type)
    {
        fixed (byte* source = &MemoryMarshal.GetArrayDataReference(array))
        fixed (long* sizes = shape)
            return Tensor.Adopt(Native.Check(Native.lo_from_data(source + offset * Tensor.ElementSizeOf(type), sizes, shape.Length, (int)type)));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ReleasePin(IntPtr context) => GCHandle.FromIntPtr(context).Free();

    private static Tensor Converted(Tensor result, ScalarType? dtype, Device device)
    {
        device = On(device);
        if ((dtype is null || dtype == result.dtype) && device.type == DeviceType.CPU) return result;
        using (result) return result.to(dtype ?? result.dtype, device);
    }

    private static long[] ShapeOf(Array array)
    {
        var shape = new long[array.Rank];
        for (var i = 0; i < shape.Length; i++) shape[i] = array.GetLongLength(i);
        return shape;
    }

    private static void CheckCount(ReadOnlySpan<long> shape, long length)
    {
        var count = 1L;
        foreach (var size in shape) count = checked(count * size);
        if (count != length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: the shape has {count} elements, the array {length}.");
    }
}
