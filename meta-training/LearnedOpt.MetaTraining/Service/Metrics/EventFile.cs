using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>
/// TensorBoard's event file: a sequence of records, each
/// <c>length (8 bytes), masked CRC-32C of the length (4), data, masked CRC-32C of the data (4)</c>, little-endian; the data
/// are an <c>Event</c> message in protocol buffer encoding, of which this writes the few fields that scalars need.
/// </summary>
/// <param name="stream">Written to, not disposed here.</param>
public sealed class EventFile(Stream stream)
{
    private const int VersionField = 3, SummaryField = 5, SessionField = 7;

    private readonly MemoryStream _event = new(), _summary = new(), _value = new();

    /// <summary>The first record of every file.</summary>
    public void WriteVersion(double wallTime)
    {
        Begin(wallTime, step: null);
        WriteText(_event, VersionField, "brain.Event:2");
        End();
    }

    /// <summary>Tells TensorBoard that a run went on at <paramref name="step"/>: it forgets later events of older files.</summary>
    public void WriteSessionStart(double wallTime, long step)
    {
        Begin(wallTime, step);
        WriteBytes(_event, SessionField, [0x08, 0x01]); // SessionLog { status: START }
        End();
    }

    /// <summary>Values of one step. Those that are not finite are left out: TensorBoard draws them as zero.</summary>
    public void WriteScalars(double wallTime, long step, ReadOnlySpan<(string Tag, double Value)> scalars)
    {
        Span<byte> single = stackalloc byte[4];
        _summary.SetLength(0);
        foreach (var (tag, value) in scalars)
        {
            if (!double.IsFinite(value)) continue;
            _value.SetLength(0);
            WriteText(_value, 1, tag);
            WriteKey(_value, 2, wireType: 5);
            BinaryPrimitives.WriteSingleLittleEndian(single, (float)value);
            _value.Write(single);
            WriteBytes(_summary, 1, _value.GetBuffer().AsSpan(0, (int)_value.Length));
        }

        Begin(wallTime, step);
        WriteBytes(_event, SummaryField, _summary.GetBuffer().AsSpan(0, (int)_summary.Length));
        End();
    }

    /// <summary>CRC-32C, rotated and shifted so that a checksum of data that hold checksums stays independent of them.</summary>
    public static uint MaskedCrc(ReadOnlySpan<byte> data) => BitOperations.RotateRight(Crc(data), 15) + 0xa282ead8u;

    /// <summary>CRC-32C (Castagnoli).</summary>
    public static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    private void Begin(double wallTime, long? step)
    {
        _event.SetLength(0);
        WriteKey(_event, 1, wireType: 1);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(time, wallTime);
        _event.Write(time);
        if (step is not { } number) return;
        WriteKey(_event, 2, wireType: 0);
        WriteVarint(_event, (ulong)number);
    }

    private void End()
    {
        var data = _event.GetBuffer().AsSpan(0, (int)_event.Length);
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(head, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], MaskedCrc(head[..8]));
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, MaskedCrc(data));
        stream.Write(head);
        stream.Write(data);
        stream.Write(tail);
    }

    private static void WriteText(MemoryStream target, int field, string text) => WriteBytes(target, field, Encoding.UTF8.GetBytes(text));

    private static void WriteBytes(MemoryStream target, int field, ReadOnlySpan<byte> bytes)
    {
        WriteKey(target, field, wireType: 2);
        WriteVarint(target, (ulong)bytes.Length);
        target.Write(bytes);
    }

    private static void WriteKey(MemoryStream target, int field, int wireType) => WriteVarint(target, (ulong)(field << 3 | wireType));

    private static void WriteVarint(MemoryStream target, ulong value)
    {
        for (; value >= 0x80; value >>= 7) target.WriteByte((byte)(value | 0x80));
        target.WriteByte((byte)value);
    }
}
