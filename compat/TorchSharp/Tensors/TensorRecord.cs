using System;
using System.IO;
using System.Linq;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// One tensor in TorchSharp's file format: LEB128 element type, rank and sizes, then the elements, row-major and little-endian.
/// Nothing is allocated on the word of the file alone: memory grows with the bytes that really come.
/// </summary>
internal static class TensorRecord
{
    private const int LargestRank = 64, Block = 1 << 20;

    internal static void Write(Tensor tensor, BinaryWriter writer)
    {
        using var here = tensor.device_type == DeviceType.CPU ? tensor.Alias() : tensor.cpu();
        var info = here.Info;
        if (info.IsContiguous == 0) throw new InvalidOperationException("Cannot save a tensor that is not contiguous: call contiguous() first.");
        writer.Encode(info.DType);
        var shape = here.shape;
        writer.Encode(shape.Length);
        foreach (var size in shape) writer.Encode(size);
        WriteBytes(here, writer.BaseStream, writer, Block);
    }

    internal static unsafe void WriteBytes(Tensor tensor, Stream stream, BinaryWriter writer, int block)
    {
        var info = tensor.Info;
        writer?.Flush();
        var data = (byte*)info.Data;
        var total = info.Elements * Tensor.ElementSizeOf((ScalarType)info.DType);
        for (var done = 0L; done < total; done += block)
            stream.Write(new ReadOnlySpan<byte>(data + done, (int)Math.Min(block, total - done)));
        GC.KeepAlive(tensor);
    }

    internal static unsafe void ReadBytes(Tensor tensor, Stream stream, int block)
    {
        var info = tensor.Info;
        var data = (byte*)info.Data;
        var total = info.Elements * Tensor.ElementSizeOf((ScalarType)info.DType);
        for (var done = 0L; done < total; done += block)
            stream.ReadExactly(new Span<byte>(data + done, (int)Math.Min(block, total - done)));
        GC.KeepAlive(tensor);
    }

    internal static (ScalarType type, long[] shape) ReadHeader(BinaryReader reader)
    {
        var type = (ScalarType)(sbyte)Math.Min(reader.Decode(), sbyte.MaxValue);
        if (!Enum.IsDefined(type)) throw new InvalidDataException($"The file is damaged or no TorchSharp file: element type {(int)type} does not exist.");
        var rank = reader.Decode();
        if (rank > LargestRank) throw new InvalidDataException($"The file is damaged or no TorchSharp file: a tensor of {rank} dimensions.");
        var shape = new long[rank];
        for (var i = 0; i < shape.Length; i++) shape[i] = reader.Decode();
        return (type, shape);
    }

    // The bytes that follow a header; false sizes end in an error before memory is asked for.
    private static long ByteCount(BinaryReader reader, ScalarType type, long[] shape)
    {
        var count = (Int128)Tensor.ElementSizeOf(type);
        foreach (var size in shape)
            if ((count *= size) > long.MaxValue) count = long.MaxValue;
        if (shape.Contains(0)) return 0;
        if (reader.BaseStream.CanSeek && count > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new EndOfStreamException($"The file is damaged: a tensor of shape [{string.Join(", ", shape)}] and type {type} needs {count} bytes; {reader.BaseStream.Length - reader.BaseStream.Position} are left.");
        return (long)count;
    }

    internal static Tensor Read(BinaryReader reader)
    {
        var (type, shape) = ReadHeader(reader);
        var count = ByteCount(reader, type, shape);
        if (reader.BaseStream.CanSeek || count <= 64 * Block)
        {
            var result = empty(shape, type, CPU);
            try
            {
                ReadBytes(result, reader.BaseStream, Block);
                return result;
            }
            catch
            {
                result.Dispose();
                throw;
            }
        }
        // From a stream of unknown length: first see the bytes, then make the tensor.
        using var bytes = new MemoryStream();
        for (var left = count; left > 0;)
        {
            var part = reader.ReadBytes((int)Math.Min(left, Block));
            if (part.Length == 0) throw new EndOfStreamException($"The file is damaged: {left} bytes of a tensor of shape [{string.Join(", ", shape)}] are missing.");
            bytes.Write(part);
            left -= part.Length;
        }
        var filled = empty(shape, type, CPU);
        bytes.Position = 0;
        ReadBytes(filled, bytes, Block);
        return filled;
    }

    /// <summary>Reads into an existing tensor, which must have the record's type and shape; or passes over the record.</summary>
    internal static void ReadInto(Tensor tensor, BinaryReader reader, bool skip)
    {
        var (type, shape) = ReadHeader(reader);
        if (skip)
        {
            Skip(reader, ByteCount(reader, type, shape));
            return;
        }
        if (type != tensor.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading: the tensor has {tensor.dtype}, the file {type}. Make sure that the model you are loading into is exactly the same as the origin.");
        if (!shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException($"Mismatched tensor shape while loading: the tensor has [{string.Join(", ", tensor.shape)}], the file [{string.Join(", ", shape)}]. Make sure that the model you are loading into is exactly the same as the origin.");
        ByteCount(reader, type, shape);
        if (tensor.device_type == DeviceType.CPU && tensor.is_contiguous())
        {
            ReadBytes(tensor, reader.BaseStream, Block);
            return;
        }
        using var here = empty(shape, type, CPU);
        ReadBytes(here, reader.BaseStream, Block);
        using (no_grad()) tensor.copy_(here);
    }

    private static void Skip(BinaryReader reader, long count)
    {
        if (reader.BaseStream.CanSeek)
        {
            reader.BaseStream.Seek(count, SeekOrigin.Current);
            return;
        }
        for (; count > 0; )
        {
            var part = reader.ReadBytes((int)Math.Min(count, Block)).Length;
            if (part == 0) throw new EndOfStreamException($"The file is damaged: {count} bytes are missing.");
            count -= part;
        }
    }
}
