using System.Buffers.Binary;
using System.IO.Compression;

namespace LearnedOpt.Tasks.Data;

/// <summary>Reads a whole file, plain or gzip, with limits; every fault is a <see cref="DataException"/>.</summary>
internal static class FileContent
{
    /// <summary>More than any known data set has in one file, less than an array can hold.</summary>
    public const int MaximumBytes = 1 << 30;

    /// <summary>The content, decompressed where it is gzip.</summary>
    public static byte[] Read(string path) => Guard(path, () =>
    {
        byte[] bytes = ReadRaw(path);
        return bytes is [0x1F, 0x8B, ..] ? Unzip(path, bytes) : bytes;
    });

    /// <summary>The bytes as they are.</summary>
    public static byte[] ReadRaw(string path) => Guard(path, () =>
    {
        long size = new FileInfo(path).Length;
        return size <= MaximumBytes ? File.ReadAllBytes(path) : throw new DataException(path, $"at most {MaximumBytes} bytes", size.ToString(), "choose a smaller file");
    });

    private static byte[] Guard(string path, Func<byte[]> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new DataException(path, "a sound gzip file", $"damage ({DataException.Reason(e)})", "fetch or copy the file again", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException(path, "a file", "nothing", "check the path", e);
        }
        catch (Exception e) when (e is IOException and not DataException or UnauthorizedAccessException)
        {
            throw new DataException(path, "a readable file", DataException.Reason(e), "check its permissions and the disk", e);
        }
    }

    private static byte[] Unzip(string path, byte[] zipped)
    {
        const int HeaderAndTrailer = 18;
        if (zipped.Length < HeaderAndTrailer)
            throw new DataException(path, "a whole gzip file", $"only {zipped.Length} bytes of it", "fetch or copy the file again");
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress))
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = gzip.Read(buffer)) > 0;)
            {
                content.Write(buffer, 0, read);
                if (content.Length > MaximumBytes)
                    throw new DataException(path, $"at most {MaximumBytes} bytes of content", "more", "choose a smaller file");
            }
        }
        // The last four bytes repeat the length: a cut or a tail that the decompressor lets pass shows here.
        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(zipped.AsSpan(^4..));
        if (stated != (uint)content.Length)
            throw new DataException(path, "a gzip file that ends with the length of its content", "it cut off or followed by something", "fetch or copy the file again");
        return content.ToArray();
    }
}
