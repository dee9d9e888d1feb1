using System.Runtime.InteropServices;

namespace LearnedOpt.MetaTraining;

/// <summary>Arrays in a state stream: length, then elements; reading requires the length that is there already.</summary>
internal static class StateStream
{
    public static void WriteArray<T>(this BinaryWriter writer, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    /// <exception cref="InvalidDataException">The stream holds another number of elements.</exception>
    public static void ReadArray<T>(this BinaryReader reader, Span<T> values, string what)
        where T : unmanaged
    {
        reader.Require(values.Length, what);
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values));
    }

    /// <exception cref="InvalidDataException">The stream holds another number.</exception>
    public static void Require(this BinaryReader reader, int expected, string what)
    {
        var found = reader.ReadInt32();
        if (found != expected)
            throw new InvalidDataException(
                $"saved state: {what} must be {expected}, as this run's configuration says; received {found}. Resume with the configuration that saved it.");
    }

    /// <exception cref="InvalidDataException">The stream holds another name.</exception>
    public static void RequireName(this BinaryReader reader, string expected, string what)
    {
        var found = reader.ReadString();
        if (found != expected)
            throw new InvalidDataException($"saved state: {what} must be '{expected}', as this run's configuration says; received '{found}'. Resume with the configuration that saved it.");
    }
}
