using System;
using System.IO;
using System.Linq;
using static TorchSharp.torch;

namespace TorchSharp.Utils
{
    /// <summary>
    /// TorchSharp's record of one tensor in a stream: LEB128 element type, LEB128 rank, LEB128 sizes, then the elements
    /// little-endian in row-major order. What a stream says is checked before memory is taken for it.
    /// </summary>
    internal static class TensorRecord
    {
        private const int MaxRank = 8;

        public static void WriteNumber(BinaryWriter writer, long value)
        {
            var rest = (ulong)value;
            for (; rest >= 0x80; rest >>= 7) writer.Write((byte)(rest | 0x80));
            writer.Write((byte)rest);
        }

        public static long ReadNumber(BinaryReader reader)
        {
            ulong value = 0;
            for (var shift = 0; shift < 63; shift += 7)
            {
                var part = Byte(reader);
                value |= (ulong)(part & 0x7f) << shift;
                if (part < 0x80) return (long)value;
            }
            throw Damaged("a number has more than 63 bits");
        }

        public static string ReadName(BinaryReader reader)
        {
            try
            {
                var name = reader.ReadString();
                return name;
            }
            catch (Exception e) when (e is EndOfStreamException or FormatException or IOException or ArgumentException)
            {
                throw Damaged("a name is cut off or malformed");
            }
        }

        public static unsafe void Write(BinaryWriter writer, Tensor tensor)
        {
            if (tensor.device_type != DeviceType.CPU)
            {
                using var copy = Modules.Operators.To(tensor, new Device(DeviceType.CPU), tensor.dtype);
                Write(writer, copy);
                return;
            }
            var info = tensor.Info;
            if (info.IsContiguous == 0) throw new InvalidOperationException("Only contiguous tensors can be saved: call contiguous() first.");
            var shape = tensor.shape;
            WriteNumber(writer, info.DType);
            WriteNumber(writer, shape.Length);
            foreach (var size in shape) WriteNumber(writer, size);
            writer.Flush();
            WriteBytes(tensor, writer.BaseStream, Chunk);
        }

        /// <summary>The elements alone.</summary>
        public static unsafe void WriteBytes(Tensor tensor, Stream stream, int chunk)
        {
            var info = tensor.Info;
            var length = info.Elements * Tensor.ElementSizeOf((ScalarType)info.DType);
            for (long at = 0; at < length; at += chunk)
                stream.Write(new ReadOnlySpan<byte>((byte*)info.Data + at, (int)Math.Min(chunk, length - at)));
            GC.KeepAlive(tensor);
        }

        /// <summary>Fills a contiguous CPU tensor from as many bytes as it has.</summary>
        public static unsafe void ReadBytes(Tensor tensor, Stream stream, int chunk)
        {
            var info = tensor.Info;
            var length = info.Elements * Tensor.ElementSizeOf((ScalarType)info.DType);
            for (long at = 0; at < length; at += chunk)
                stream.ReadExactly(new Span<byte>((byte*)info.Data + at, (int)Math.Min(chunk, length - at)));
            GC.KeepAlive(tensor);
        }

        public static Tensor Read(BinaryReader reader)
        {
            var (type, shape) = ReadHeader(reader);
            return ReadElements(reader, type, shape);
        }

        private const int Chunk = 1 << 24;

        /// <summary>Element type and shape of the record that the reader stands at.</summary>
        public static (ScalarType type, long[] shape) ReadHeader(BinaryReader reader)
        {
            var type = (ScalarType)checked((sbyte)Math.Min(ReadNumber(reader), sbyte.MaxValue));
            if (!Enum.IsDefined(type)) throw Damaged($"{(int)type} is no element type");
            var rank = ReadNumber(reader);
            if (rank > MaxRank) throw Damaged($"a tensor of rank {rank}");
            var shape = new long[rank];
            long bytes = Tensor.ElementSizeOf(type);
            for (var i = 0; i < rank; i++)
            {
                shape[i] = ReadNumber(reader);
                // Zero-sized tensors too: no size may be so large that the product of the others overflows.
                if (shape[i] > 0 && bytes > long.MaxValue / shape[i]) throw Damaged($"a tensor of shape [{string.Join(", ", shape)}]");
                if (shape[i] > 0) bytes *= shape[i];
            }
            if (!shape.Contains(0)) RequireLength(reader, bytes);
            return (type, shape);
        }

        private static long Bytes(ScalarType type, long[] shape) => shape.Aggregate((long)Tensor.ElementSizeOf(type), (a, b) => a * b);

        private static void RequireLength(BinaryReader reader, long bytes)
        {
            if (reader.BaseStream.CanSeek && bytes > reader.BaseStream.Length - reader.BaseStream.Position)
                throw Damaged($"a tensor of {bytes} bytes is announced, {reader.BaseStream.Length - reader.BaseStream.Position} are left");
        }

        /// <summary>Passes over the elements that follow a header.</summary>
        public static void SkipElements(BinaryReader reader, ScalarType type, long[] shape)
        {
            var rest = Bytes(type, shape);
            var buffer = new byte[(int)Math.Min(Chunk, rest)];
            for (; rest > 0; rest -= Math.Min(Chunk, rest)) Fill(reader, buffer.AsSpan(0, (int)Math.Min(Chunk, rest)));
        }

        /// <summary>The elements that follow a header, as a new CPU tensor.</summary>
        public static unsafe Tensor ReadElements(BinaryReader reader, ScalarType type, long[] shape)
        {
            var length = Bytes(type, shape);
            if (!reader.BaseStream.CanSeek && length > Chunk) return ReadGrowing(reader, type, shape, length);
            var result = empty(shape, type, CPU);
            try
            {
                var data = (byte*)result.Info.Data;
                for (long at = 0; at < length; at += Chunk)
                    Fill(reader, new Span<byte>(data + at, (int)Math.Min(Chunk, length - at)));
                return result;
            }
            catch
            {
                result.Dispose();
                throw;
            }
        }

        // A stream that cannot say how long it is: memory grows with the bytes that really come.
        private static Tensor ReadGrowing(BinaryReader reader, ScalarType type, long[] shape, long length)
        {
            using var held = new MemoryStream();
            for (var rest = length; rest > 0;)
            {
                var part = reader.ReadBytes((int)Math.Min(Chunk, rest));
                if (part.Length == 0) throw Damaged("it ends in the middle of a tensor");
                if (held.Length + part.Length > Array.MaxLength) throw Damaged($"a tensor of {length} bytes, from a stream that cannot be measured");
                held.Write(part);
                rest -= part.Length;
            }
            var result = empty(shape, type, CPU);
            held.Position = 0;
            ReadBytes(result, held, Chunk);
            return result;
        }

        private static void Fill(BinaryReader reader, Span<byte> target)
        {
            while (target.Length > 0)
            {
                var read = reader.Read(target);
                if (read == 0) throw Damaged("it ends in the middle of a tensor");
                target = target[read..];
            }
        }

        private static byte Byte(BinaryReader reader)
        {
            try
            {
                return reader.ReadByte();
            }
            catch (EndOfStreamException)
            {
                throw Damaged("it ends too early");
            }
        }

        public static InvalidDataException Damaged(string what) => new($"The stream is damaged or holds no saved tensors: {what}.");
    }
}
