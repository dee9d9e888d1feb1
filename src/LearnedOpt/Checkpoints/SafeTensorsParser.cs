using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace LearnedOpt.Checkpoints;

/// <summary>
/// Parses and checks the JSON header of a safetensors file: every name, type, shape and offset is verified against the
/// length of the file before anybody allocates memory for data.
/// </summary>
internal ref struct SafeTensorsParser
{
    private readonly string path;
    private readonly Dictionary<string, string> metadata = [];
    private readonly List<SafeTensorsHeader.Entry> entries = [];
    private readonly HashSet<string> names = [];
    private Utf8JsonReader json;

    private SafeTensorsParser(string path, ReadOnlySpan<byte> header)
    {
        this.path = path;
        json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 4 });
    }

    public static SafeTensorsHeader Parse(string path, ReadOnlySpan<byte> header, long dataStart, long dataBytes)
    {
        if (header.IsEmpty || header[0] != (byte)'{' || !Utf8.IsValid(header))
            throw Damaged(path, "a JSON header in UTF-8 that starts with '{'", "something else");
        try
        {
            var parser = new SafeTensorsParser(path, header);
            parser.ReadTable();
            parser.CheckCover(dataBytes);
            return new SafeTensorsHeader(parser.entries, parser.metadata, dataStart, dataBytes);
        }
        catch (JsonException e)
        {
            throw new CheckpointException(path, "a JSON header", $"broken JSON at byte {(e.BytePositionInLine ?? 0) + 8}", Advice, e);
        }
        catch (InvalidOperationException e)
        {
            // The JSON reader's answer to an escape that is no character.
            throw new CheckpointException(path, "a JSON header", "a broken escape in a text", Advice, e);
        }
    }

    private const string Advice = "the file is damaged or not safetensors: copy or export it again";

    private static CheckpointException Damaged(string path, string expected, string found) => new(path, expected, found, Advice);

    private readonly CheckpointException Damaged(string expected, string found) => Damaged(path, expected, found);

    private void ReadTable()
    {
        json.Read();
        bool hasMetadata = false;
        while (NextProperty(out string name))
        {
            if (name == SafeTensorsLimits.MetadataName)
            {
                if (hasMetadata)
                    throw Damaged("one entry of metadata", "two");
                hasMetadata = true;
                ReadMetadata();
                continue;
            }
            if (name.Length is 0 or > SafeTensorsLimits.NameLength)
                throw Damaged($"tensor names of 1 to {SafeTensorsLimits.NameLength} characters", $"one of {name.Length}");
            if (!names.Add(name))
                throw Damaged("each tensor once", $"{CheckpointException.Quote(name)} twice");
            if (names.Count > SafeTensorsLimits.Tensors)
                throw Damaged($"at most {SafeTensorsLimits.Tensors} tensors", "more");
            entries.Add(ReadEntry(name));
        }
        if (json.Read())
            throw Damaged("nothing after the header's closing brace", "more JSON");
    }

    // Moves to the next property of the current object and then to its value's first token.
    private bool NextProperty(out string name)
    {
        name = "";
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
            return false;
        name = json.GetString()!;
        json.Read();
        return true;
    }

    private void ReadMetadata()
    {
        Expect(JsonTokenType.StartObject, "an object of texts as metadata");
        while (NextProperty(out string key))
        {
            Expect(JsonTokenType.String, $"a text as metadata {CheckpointException.Quote(key)}");
            if (!metadata.TryAdd(key, json.GetString()!))
                throw Damaged("each metadata key once", $"{CheckpointException.Quote(key)} twice");
        }
    }

    private SafeTensorsHeader.Entry ReadEntry(string name)
    {
        string quoted = CheckpointException.Quote(name);
        Expect(JsonTokenType.StartObject, $"an object that describes tensor {quoted}");
        string? typeName = null;
        long[]? shape = null, offsets = null;
        while (NextProperty(out string property))
        {
            switch (property)
            {
                case "dtype" when typeName is null:
                    Expect(JsonTokenType.String, $"a text as type of tensor {quoted}");
                    typeName = json.GetString();
                    break;
                case "shape" when shape is null:
                    shape = ReadIntegers(quoted);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadIntegers(quoted);
                    break;
                default:
                    throw Damaged($"dtype, shape and data_offsets of tensor {quoted}, once each", CheckpointException.Quote(property));
            }
        }
        if (typeName is null || shape is null || offsets is not { Length: 2 })
            throw Damaged($"dtype, shape and two data_offsets of tensor {quoted}", "an incomplete description");
        if (!ElementTypes.TryParse(typeName, out ElementType type))
            throw new CheckpointException(path, $"tensor {quoted} of a type among {ElementTypes.Names}", CheckpointException.Quote(typeName), "convert it to F32");
        long size = SafeTensorsLimits.ByteSize(type, shape);
        if (size < 0)
            throw Damaged($"a shape of tensor {quoted} that fits in a file", Text(shape));
        if (offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] - offsets[0] != size)
            throw Damaged($"{size} bytes for tensor {quoted} of shape {Text(shape)} and type {type}", $"offsets {Text(offsets)}");
        return new SafeTensorsHeader.Entry(name, type, shape, offsets[0], offsets[1]);
    }

    private long[] ReadIntegers(string quoted)
    {
        Expect(JsonTokenType.StartArray, $"an array of integers for tensor {quoted}");
        Span<long> values = stackalloc long[SafeTensorsLimits.Rank];
        int count = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (count == values.Length)
                throw Damaged($"at most {SafeTensorsLimits.Rank} axes of tensor {quoted}", "more");
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out values[count++]))
                throw Damaged($"integers in the shape and offsets of tensor {quoted}", "something else");
        }
        return values[..count].ToArray();
    }

    // The format allows neither holes nor overlaps, and the data end where the file ends.
    private readonly void CheckCover(long dataBytes)
    {
        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long end = 0;
        foreach (SafeTensorsHeader.Entry entry in entries)
        {
            if (entry.Begin != end)
                throw Damaged($"tensor {CheckpointException.Quote(entry.Name)} to start at byte {end} of the data", entry.Begin.ToString(CultureInfo.InvariantCulture));
            end = entry.End;
        }
        if (end != dataBytes)
            throw Damaged($"{end} bytes of data", $"{dataBytes} ({(dataBytes < end ? "the file is cut off" : "something follows the data")})");
    }

    private readonly void Expect(JsonTokenType token, string what)
    {
        if (json.TokenType != token)
            throw Damaged(what, json.TokenType.ToString());
    }

    private static string Text(long[] values) => $"[{string.Join(", ", values)}]";
}
