using System.Security.Cryptography;

namespace LearnedOpt.Optimizers;

/// <summary>Bytes in a stream with their length in front and their SHA-256 behind: damage is noticed before anything is used.</summary>
internal static class SealedBlock
{
    public static void Write(BinaryWriter writer, byte[] content)
    {
        writer.Write(content.Length);
        writer.Write(content);
        writer.Write(SHA256.HashData(content));
    }

    /// <summary>Reads a block of <paramref name="least"/> to <paramref name="most"/> bytes.</summary>
    /// <exception cref="InvalidDataException">It has another length or was changed.</exception>
    /// <exception cref="EndOfStreamException">The stream ends within it.</exception>
    public static byte[] Read(BinaryReader reader, string what, int least, int most)
    {
        int length = reader.ReadInt32();
        if (length < least || length > most)
            throw new InvalidDataException($"{what} must have {(least == most ? $"{most}" : $"{least} to {most}")} bytes; the file has {length}. Was it saved with another rule or model, or is it damaged?");
        var content = new byte[length];
        reader.BaseStream.ReadExactly(content);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        reader.BaseStream.ReadExactly(hash);
        if (!hash.SequenceEqual(SHA256.HashData(content)))
            throw new InvalidDataException($"{what} is damaged: its checksum differs. Take another copy of the file.");
        return content;
    }
}
