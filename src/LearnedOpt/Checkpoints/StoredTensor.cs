using System.Runtime.InteropServices;

namespace LearnedOpt.Checkpoints;

/// <summary>A named array as it lies in a file: element type, shape and little-endian bytes in row-major order.</summary>
public sealed class StoredTensor
{
    private readonly byte[] bytes;

    internal StoredTensor(string name, ElementType type, long[] shape, byte[] bytes)
    {
        (Name, Type, Shape, this.bytes) = (name, type, Array.AsReadOnly(shape), bytes);
        Count = bytes.LongLength / type.Bytes();
    }

    /// <summary>Name, unique in its file.</summary>
    public string Name { get; }

    /// <summary>Type of the elements.</summary>
    public ElementType Type { get; }

    /// <summary>Extents, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary>The elements as stored.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>An array to store; <paramref name="values"/> are copied. T is float, double, Half, long, int or byte.</summary>
    /// <exception cref="ArgumentException">The shape does not fit the number of values, or T is not one of those types.</exception>
    public static StoredTensor Create<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ElementType type =
            typeof(T) == typeof(float) ? ElementType.F32 :
            typeof(T) == typeof(double) ? ElementType.F64 :
            typeof(T) == typeof(Half) ? ElementType.F16 :
            typeof(T) == typeof(long) ? ElementType.I64 :
            typeof(T) == typeof(int) ? ElementType.I32 :
            typeof(T) == typeof(byte) ? ElementType.U8 :
            throw new ArgumentException($"tensor '{name}': elements must be float, double, Half, long, int or byte; received {typeof(T).Name}");
        if (SafeTensorsLimits.ByteSize(type, shape) != (long)values.Length * type.Bytes())
            throw new ArgumentException($"tensor '{name}': shape [{string.Join(", ", shape.ToArray())}] must hold {values.Length} values");
        return new StoredTensor(name, type, shape.ToArray(), MemoryMarshal.AsBytes(values).ToArray());
    }

    /// <summary>The elements as 32-bit floats; 64-bit ones are rounded.</summary>
    /// <exception cref="InvalidOperationException">The elements are integers.</exception>
    public float[] ToSingles()
    {
        var result = new float[Count];
        switch (Type)
        {
            case ElementType.F32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(result);
                break;
            case ElementType.F64:
                ReadOnlySpan<double> doubles = MemoryMarshal.Cast<byte, double>(bytes);
                for (int i = 0; i < result.Length; i++)
                    result[i] = (float)doubles[i];
                break;
            case ElementType.F16:
                ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(bytes);
                for (int i = 0; i < result.Length; i++)
                    result[i] = (float)halves[i];
                break;
            case ElementType.BF16:
                ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < result.Length; i++)
                    result[i] = BitConverter.UInt32BitsToSingle((uint)words[i] << 16);
                break;
            default:
                throw new InvalidOperationException($"tensor '{Name}' holds {Type}; expected a floating-point type. Read it with ToInt64s.");
        }
        return result;
    }

    /// <summary>The elements as 64-bit integers.</summary>
    /// <exception cref="InvalidOperationException">The elements are floating-point numbers.</exception>
    public long[] ToInt64s()
    {
        var result = new long[Count];
        switch (Type)
        {
            case ElementType.I64:
                MemoryMarshal.Cast<byte, long>(bytes).CopyTo(result);
                break;
            case ElementType.I32:
                ReadOnlySpan<int> integers = MemoryMarshal.Cast<byte, int>(bytes);
                for (int i = 0; i < result.Length; i++)
                    result[i] = integers[i];
                break;
            case ElementType.U8:
                for (int i = 0; i < result.Length; i++)
                    result[i] = bytes[i];
                break;
            default:
                throw new InvalidOperationException($"tensor '{Name}' holds {Type}; expected an integer type. Read it with ToSingles.");
        }
        return result;
    }
}
