using System.IO;

namespace TorchSharp.Utils;

/// <summary>Non-negative integers, seven bits a byte, lowest first.</summary>
internal static class Leb128
{
    public static void Encode(this BinaryWriter writer, long value)
    {
        var rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7) writer.Write((byte)(rest | 0x80));
        writer.Write((byte)rest);
    }

    public static long Decode(this BinaryReader reader)
    {
        var value = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = reader.ReadByte();
            value |= (long)(next & 0x7F) << shift;
            if ((next & 0x80) == 0) return value;
        }
        throw new InvalidDataException("The file is damaged: a number in it does not end.");
    }
}
