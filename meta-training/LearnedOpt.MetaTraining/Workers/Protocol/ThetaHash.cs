using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>Names meta-parameters: SHA-256 of their bytes.</summary>
internal readonly record struct ThetaHash(ulong A, ulong B, ulong C, ulong D)
{
    public static ThetaHash Of(ReadOnlySpan<float> theta)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(theta), hash);
        return new ThetaHash(Word(hash, 0), Word(hash, 1), Word(hash, 2), Word(hash, 3));
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(A);
        writer.Write(B);
        writer.Write(C);
        writer.Write(D);
    }

    public static ThetaHash Read(BinaryReader reader) => new(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64());

    /// <summary>Its first digits, for people.</summary>
    public override string ToString() => A.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    private static ulong Word(ReadOnlySpan<byte> hash, int index) => BinaryPrimitives.ReadUInt64LittleEndian(hash[(8 * index)..]);
}
