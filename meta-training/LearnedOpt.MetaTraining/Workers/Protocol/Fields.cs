using System.Runtime.InteropServices;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>Parts of messages, whose lengths are checked before anything is allocated for them.</summary>
internal static class Fields
{
    private const int MostName = 200;

    public static int Between(int value, int least, int most, string what) =>
        value >= least && value <= most ? value : throw new InvalidDataException($"a message's number of {what} must be {least} to {most}; received {value}");

    /// <summary>A name that is safe to print.</summary>
    public static string Name(BinaryReader reader)
    {
        var name = reader.ReadString();
        return name.Length <= MostName && !name.Any(char.IsControl) ? name : throw new InvalidDataException("a message's name is too long or not printable");
    }

    public static void Write(BinaryWriter writer, byte[]? bytes)
    {
        writer.Write(bytes?.Length ?? -1);
        if (bytes is not null) writer.Write(bytes);
    }

    public static byte[]? Bytes(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        if (length == -1) return null;
        RequireRoom(reader, length, 1);
        return reader.ReadBytes(length);
    }

    public static float[] Floats(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        RequireRoom(reader, length, sizeof(float));
        var values = new float[length];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static void RequireRoom(BinaryReader reader, int length, int size)
    {
        if (length < 0 || (long)length * size > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new InvalidDataException("a message is shorter than its content");
    }
}
