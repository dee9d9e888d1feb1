using System.Buffers.Binary;
using System.IO.Compression;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Tasks.Tests.Data;

/// <summary>A data folder of its own for one test, and ways to fill it; removed at the end.</summary>
internal sealed class DataFixture : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("learnedopt-data-").FullName;

    public DataFolder Folder => DataFolder.Resolve(Path, null);

    /// <summary>The real data beside the repository, where present.</summary>
    public static DataFolder? Shared()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(at.FullName, "LearnedOpt.sln")))
                continue;
            string shared = System.IO.Path.Combine(at.FullName, "..", "shared", "data");
            return Directory.Exists(shared) ? DataFolder.Resolve(shared, null) : null;
        }
        return null;
    }

    public string Write(string name, byte[] content)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Four small IDX files in <paramref name="folder"/>: 30 training and 10 test images of 28 x 28.</summary>
    public void WriteMnist(string folder = "mnist", bool zipped = true, bool dotted = false)
    {
        foreach ((string part, int count) in new[] { ("train", 30), ("t10k", 10) })
        {
            string join = dotted ? "." : "-", end = zipped ? ".gz" : "";
            byte[] images = Idx([count, 28, 28], i => (byte)(i * 7)), labels = Idx([count], i => (byte)(i % 10));
            Write($"{folder}/{part}-images{join}idx3-ubyte{end}", zipped ? Zip(images) : images);
            Write($"{folder}/{part}-labels{join}idx1-ubyte{end}", zipped ? Zip(labels) : labels);
        }
    }

    public static byte[] Idx(int[] shape, Func<int, byte> element)
    {
        int header = 4 + 4 * shape.Length, size = shape.Aggregate(1, (a, b) => a * b);
        var bytes = new byte[header + size];
        BinaryPrimitives.WriteInt32BigEndian(bytes, 8 << 8 | shape.Length);
        for (int i = 0; i < shape.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * i), shape[i]);
        for (int i = 0; i < size; i++)
            bytes[header + i] = element(i);
        return bytes;
    }

    public static byte[] Zip(byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(content);
        return zipped.ToArray();
    }

    /// <summary>CIFAR records with label i % 10 and pixels that tell the record, channel and place.</summary>
    public static byte[] Cifar(int records)
    {
        var bytes = new byte[records * 3073];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = i % 3073 == 0 ? (byte)(i / 3073 % 10) : (byte)(i / 3073 + (i % 3073 - 1) / 1024 * 50 + i % 7);
        return bytes;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
