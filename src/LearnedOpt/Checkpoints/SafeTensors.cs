using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace LearnedOpt.Checkpoints;

/// <summary>
/// Reads and writes the safetensors format: eight bytes of header length (little-endian), a JSON header, the tensors'
/// bytes. Needs no tensor library. A damaged, foreign or hostile file is refused before memory is allocated for it.
/// <para>
/// Files written here carry a checksum of their content in the metadata (<c>learnedopt.sha256</c>), checked on reading;
/// files of others are read without one.
/// </para>
/// </summary>
public static class SafeTensors
{
    /// <summary>Largest amount of data that <see cref="Read"/> loads by default: 1 GiB.</summary>
    public const long DefaultMaximumBytes = 1L << 30;

    private const string CopyAgain = "copy or export it again";

    /// <summary>Reads names, types, shapes and metadata, and no data: to look before loading.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged or of another format.</exception>
    public static SafeTensorsHeader ReadHeader(string path)
    {
        using FileStream stream = Open(path);
        return Guard(path, () => ReadHeader(path, stream));
    }

    /// <summary>Reads the whole file into memory.</summary>
    /// <param name="path">File to read.</param>
    /// <param name="maximumBytes">A file with more data than this is refused unread.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, of another format or too large.</exception>
    public static SafeTensorsFile Read(string path, long maximumBytes = DefaultMaximumBytes)
    {
        using FileStream stream = Open(path);
        return ReadFrom(path, stream, maximumBytes);
    }

    /// <summary>As <see cref="Read(string, long)"/>, from a stream that can seek; <paramref name="path"/> is what messages call it.</summary>
    internal static SafeTensorsFile ReadFrom(string path, Stream stream, long maximumBytes) =>
        Guard(path, () =>
        {
            SafeTensorsHeader header = ReadHeader(path, stream);
            if (header.DataBytes > maximumBytes)
                throw new CheckpointException(path, $"at most {maximumBytes} bytes of data", header.DataBytes.ToString(), "choose a smaller file or raise the limit");
            stream.Position = header.DataStart;
            var tensors = new List<StoredTensor>(header.Entries.Count);
            foreach (SafeTensorsHeader.Entry entry in header.Entries)
            {
                if (entry.End - entry.Begin > Array.MaxLength)
                    throw new CheckpointException(path, $"tensors of at most {Array.MaxLength} bytes", $"{CheckpointException.Quote(entry.Name)} of {entry.End - entry.Begin}", "split it");
                var bytes = new byte[entry.End - entry.Begin];
                stream.ReadExactly(bytes);
                tensors.Add(new StoredTensor(entry.Name, entry.Type, entry.Extents, bytes));
            }
            var file = new SafeTensorsFile(path, tensors, header.Metadata);
            CheckDigest(file);
            return file;
        });

    /// <summary>
    /// Writes <paramref name="tensors"/> and <paramref name="metadata"/> to <paramref name="path"/>, all or nothing
    /// (<see cref="AtomicFile"/>). Wider elements come first, so that all data are aligned.
    /// </summary>
    /// <exception cref="IOException">The file could not be written; an old one is as it was.</exception>
    /// <exception cref="ArgumentException">Two tensors have one name, or a name, rank or number is beyond the format's limits.</exception>
    public static void Write(string path, IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        StoredTensor[] ordered = [.. tensors.OrderByDescending(tensor => tensor.Type.Bytes())];
        CheckWritable(ordered);
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
            all[key] = value;
        all[ContentDigest.Key] = ContentDigest.Compute(ordered, all);
        byte[] header = Header(ordered, all);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (StoredTensor tensor in ordered)
                stream.Write(tensor.Bytes);
        });
    }

    private static byte[] Header(StoredTensor[] tensors, SortedDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafeTensorsLimits.MetadataName);
            foreach ((string key, string value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (StoredTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.ToString());
                json.WriteStartArray("shape");
                foreach (long extent in tensor.Shape)
                    json.WriteNumberValue(extent);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        if (buffer.Length > SafeTensorsLimits.HeaderBytes)
            throw new ArgumentException($"names, shapes and metadata must fit in {SafeTensorsLimits.HeaderBytes} bytes; received {buffer.Length}");
        return buffer.ToArray();
    }

    private static void CheckWritable(StoredTensor[] tensors)
    {
        var names = new HashSet<string>();
        foreach (StoredTensor tensor in tensors)
        {
            if (tensor.Name.Length > SafeTensorsLimits.NameLength || tensor.Name == SafeTensorsLimits.MetadataName)
                throw new ArgumentException($"tensor name must have at most {SafeTensorsLimits.NameLength} characters and not be {SafeTensorsLimits.MetadataName}; received {CheckpointException.Quote(tensor.Name)}");
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"tensor names must differ; received {CheckpointException.Quote(tensor.Name)} twice");
        }
        if (tensors.Length > SafeTensorsLimits.Tensors)
            throw new ArgumentException($"at most {SafeTensorsLimits.Tensors} tensors fit in a file; received {tensors.Length}");
    }

    private static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException(path, "a safetensors file", "no such file", "check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            string found = Directory.Exists(path) ? "a folder" : "a file that cannot be opened (" + e.Message.ReplaceLineEndings(" ").TrimEnd('.') + ")";
            throw new CheckpointException(path, "a safetensors file", found, "check the path and its permissions", e);
        }
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException and not CheckpointException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CheckpointException(path, "a readable file", "an error while reading (" + e.Message.ReplaceLineEndings(" ").TrimEnd('.') + ")", CopyAgain, e);
        }
    }

    private static SafeTensorsHeader ReadHeader(string path, Stream stream)
    {
        if (!stream.CanSeek)
            throw new CheckpointException(path, "a file on a disk", "a device or pipe", "copy its content to a file");
        long size = stream.Length;
        Span<byte> start = stackalloc byte[9];
        if (size < start.Length)
            throw new CheckpointException(path, "a safetensors file", size == 0 ? "an empty file" : $"only {size} bytes", CopyAgain);
        stream.ReadExactly(start);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length is < 2 or > SafeTensorsLimits.HeaderBytes || start[8] != (byte)'{')
            throw new CheckpointException(path, "a safetensors file", Recognize(start), "export the weights as safetensors");
        if ((long)length > size - 8)
            throw new CheckpointException(path, $"a header of {length} bytes", $"{size - 8} bytes after its length (the file is cut off)", CopyAgain);
        var header = new byte[length];
        stream.Position = 8;
        stream.ReadExactly(header);
        return SafeTensorsParser.Parse(path, header, 8 + (long)length, size - 8 - (long)length);
    }

    private static string Recognize(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => "a zip archive (perhaps a PyTorch file)",
        [0x1F, 0x8B, ..] => "a gzip file",
        [0x80, >= 2 and <= 5, ..] => "a Python pickle",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file",
        [(byte)'{', ..] or [(byte)'[', ..] => "a JSON text",
        [.., not (byte)'{'] when BinaryPrimitives.ReadUInt64LittleEndian(start) <= SafeTensorsLimits.HeaderBytes => "no JSON header at byte 8",
        _ => $"a header length of {BinaryPrimitives.ReadUInt64LittleEndian(start)} (at most {SafeTensorsLimits.HeaderBytes} are accepted)",
    };

    private static void CheckDigest(SafeTensorsFile file)
    {
        if (file.Metadata.TryGetValue(ContentDigest.Key, out string? expected) && ContentDigest.Compute(file.Tensors, file.Metadata) != expected)
        {
            throw new CheckpointException(file.Path, $"content with the checksum in its metadata ({ContentDigest.Key})", "other content",
                "the file is damaged: copy it again (if it was edited on purpose, remove that metadata entry)");
        }
    }
}
