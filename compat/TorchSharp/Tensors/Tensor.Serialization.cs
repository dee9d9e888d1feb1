using System;
using System.IO;
using System.Linq;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A tensor saved by <see cref="TensorExtensionMethods.Save(Tensor, string)"/>.</summary>
        public static Tensor Load(BinaryReader reader) => TensorRecord.Read(reader);

        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream);
            return Load(reader);
        }

        public static Tensor Load(string location)
        {
            using var stream = File.OpenRead(location);
            return Load(stream);
        }

        /// <summary>Writes the tensor to a file in PyTorch's own format, as C++'s torch::save does.</summary>
        public unsafe void save(string location)
        {
            fixed (byte* path = System.Text.Encoding.UTF8.GetBytes(location + "\0"))
                Native.Check(Native.lo_save(Handle, path));
            GC.KeepAlive(this);
        }

        /// <summary>A tensor from a file of PyTorch's own format.</summary>
        public static unsafe Tensor load(string location)
        {
            if (!File.Exists(location)) throw new FileNotFoundException($"There is no file '{location}' to load.", location);
            fixed (byte* path = System.Text.Encoding.UTF8.GetBytes(location + "\0"))
                return Adopt(Native.Check(Native.lo_load(path)));
        }

        /// <summary>Writes the elements alone, without type and shape.</summary>
        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            CheckRaw();
            TensorRecord.WriteBytes(this, stream, bufferSize);
        }

        /// <summary>Fills the tensor from as many bytes as it has.</summary>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            CheckRaw();
            TensorRecord.ReadBytes(this, stream, bufferSize);
        }

        private void CheckRaw()
        {
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            if (!is_contiguous()) throw new InvalidOperationException("The tensor is not contiguous: call contiguous() first.");
        }
    }
}

public static partial class torch
{
    public static void save(Tensor t, string location) => t.save(location);
    public static Tensor load(string location) => Tensor.load(location);
}

public static partial class TensorExtensionMethods
{
    public static void Save(this torch.Tensor tensor, BinaryWriter writer) => TensorRecord.Write(writer, tensor);

    public static void Save(this torch.Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        Save(tensor, writer);
    }

    public static void Save(this torch.Tensor tensor, string location)
    {
        using var stream = File.Create(location);
        Save(tensor, stream);
    }

    public static torch.Tensor Load(BinaryReader reader, bool skip = false)
    {
        if (!skip) return TensorRecord.Read(reader);
        var (type, shape) = TensorRecord.ReadHeader(reader);
        TensorRecord.SkipElements(reader, type, shape);
        return null;
    }

    /// <summary>Reads into a tensor, which must have the type and shape of what was saved; or passes over it.</summary>
    public static void Load(this torch.Tensor tensor, BinaryReader reader, bool skip = false)
    {
        using var loaded = Load(reader, skip);
        if (loaded is null) return;
        if (loaded.dtype != tensor.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading: the tensor has {tensor.dtype}, the stream {loaded.dtype}.");
        if (!loaded.shape.SequenceEqual(tensor.shape))
            throw new ArgumentException($"Mismatched tensor shape while loading: the tensor has [{string.Join(", ", tensor.shape)}], the stream [{string.Join(", ", loaded.shape)}].");
        using (torch.no_grad()) tensor.copy_(loaded);
    }

    public static void Load(ref torch.Tensor tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is null) tensor = Load(reader, skip);
        else Load(tensor, reader, skip);
    }
}
