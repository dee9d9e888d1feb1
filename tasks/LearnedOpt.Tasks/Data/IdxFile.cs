using System.Buffers.Binary;

namespace LearnedOpt.Tasks.Data;

/// <summary>
/// An IDX file of bytes: two zero bytes, type 8 (unsigned byte), rank, the extents (big-endian, 32 bits each), elements.
/// </summary>
internal sealed record IdxFile(string Path, int[] Shape, byte[] Content)
{
    private const byte UnsignedByte = 8;

    private int HeaderBytes => 4 + 4 * Shape.Length;

    public ReadOnlySpan<byte> Elements => Content.AsSpan(HeaderBytes);

    /// <summary>Reads and checks a plain or gzip file of the given rank: 3 for images, 1 for labels.</summary>
    public static IdxFile Read(string path, int rank)
    {
        byte[] content = FileContent.Read(path);
        uint expectedMagic = (uint)(UnsignedByte << 8 | rank);
        uint magic = content.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(content) : 0;
        if (content.Length < 4 + 4 * rank || magic != expectedMagic)
        {
            string found = content.Length < 4 + 4 * rank ? $"only {content.Length} bytes" : $"0x{magic:X8}{Meaning(magic)}";
            throw new DataException(path, $"an IDX file of {(rank == 1 ? "labels" : "images")} (magic number 0x{expectedMagic:X8})", found, "fetch or copy the file again");
        }
        var shape = new int[rank];
        long size = 1;
        for (int i = 0; i < rank; i++)
        {
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(4 + 4 * i));
            if (shape[i] < 1 || (size *= shape[i]) > FileContent.MaximumBytes)
                throw new DataException(path, "sensible extents in the IDX header", $"{shape[i]} on axis {i}", "fetch or copy the file again");
        }
        long found2 = content.Length - (4 + 4L * rank);
        if (found2 != size)
        {
            throw new DataException(path, $"{size} bytes of data for shape [{string.Join(", ", shape)}]",
                $"{found2} ({(found2 < size ? "the file is cut off" : "something follows the data")})", "fetch or copy the file again");
        }
        return new IdxFile(path, shape, content);
    }

    private static string Meaning(uint magic) => magic switch
    {
        0x00000801 => " (labels)",
        0x00000803 => " (images)",
        _ => "",
    };
}
