using System.Security.Cryptography;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>Kinds of messages. The numbers are the protocol's.</summary>
internal enum MessageKind : byte
{
    /// <summary>Worker: I am here.</summary>
    Hello = 1,

    /// <summary>Coordinator: this is the run.</summary>
    Offer = 2,

    /// <summary>Coordinator: not you, and why.</summary>
    Refusal = 3,

    /// <summary>Worker: the run is loaded, and this is what my data are.</summary>
    Ready = 4,

    /// <summary>Coordinator: meta-parameters.</summary>
    Theta = 5,

    /// <summary>Coordinator: run a slot.</summary>
    Work = 6,

    /// <summary>Worker: what it showed.</summary>
    Done = 7,

    /// <summary>Worker: I lack the state or a theta for that.</summary>
    Missing = 8,

    /// <summary>Coordinator: are you there?</summary>
    Ping = 9,

    /// <summary>Worker: yes, and this far.</summary>
    Pong = 10,

    /// <summary>Either: I am going.</summary>
    Bye = 11,
}

/// <summary>
/// A message as bytes: magic, protocol version, kind, session, sender, payload, and the SHA-256 of all that. What is too
/// long, cut short, changed on its way or of another protocol is never read further than it can be trusted.
/// </summary>
/// <param name="Version">Protocol of the sender.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Session">One sitting of a coordinator.</param>
/// <param name="Sender">Address for answers.</param>
/// <param name="Payload">Content; empty where the version is another one.</param>
internal sealed record Envelope(int Version, MessageKind Kind, Guid Session, string Sender, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Version of all messages together.</summary>
    public const int Protocol = 2;

    /// <summary>Bytes of a message at most; states of slots are the largest part.</summary>
    public const int MostBytes = 96 << 20;

    private const uint Magic = 0x54504F4C;      // "LOPT"
    private const int MostAddress = 200;

    /// <exception cref="InvalidDataException">It would be larger than <see cref="MostBytes"/>.</exception>
    public static byte[] Seal(MessageKind kind, Guid session, string sender, Action<BinaryWriter> payload, int version = Protocol)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write((ushort)version);
        writer.Write((byte)kind);
        writer.Write(session.ToByteArray());
        writer.Write(sender);
        payload(writer);
        writer.Flush();
        if (stream.Length + SHA256.HashSizeInBytes > MostBytes)
            throw new InvalidDataException($"a {kind} message of {stream.Length >> 20} MiB is larger than the {MostBytes >> 20} MiB that messages may have: use fewer pairs a chunk or a smaller task");
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">It is no whole message of this kind of program.</exception>
    public static Envelope Open(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MostBytes) throw new InvalidDataException($"a message of {bytes.Length:N0} bytes is longer than the {MostBytes:N0} allowed");
        var content = bytes[..Math.Max(0, bytes.Length - SHA256.HashSizeInBytes)];
        try
        {
            using var reader = new BinaryReader(new MemoryStream(content.ToArray(), writable: false));
            if (reader.ReadUInt32() != Magic) throw new InvalidDataException("a message is not one of LearnedOpt's");
            var (version, kind, session, sender) = (reader.ReadUInt16(), (MessageKind)reader.ReadByte(), new Guid(reader.ReadBytes(16)), reader.ReadString());
            if (sender.Length > MostAddress) throw new InvalidDataException("a message's sender is longer than any address");
            // Of another protocol nothing is known but what every protocol shares: this much, and the reason of a refusal.
            if (version != Protocol && kind != MessageKind.Refusal) return new Envelope(version, kind, session, sender, default);
            if (!SHA256.HashData(content.Span).AsSpan().SequenceEqual(bytes.Span[content.Length..])) throw new InvalidDataException("a message was damaged on its way");
            return new Envelope(version, kind, session, sender, content[(int)reader.BaseStream.Position..]);
        }
        catch (Exception fault) when (fault is EndOfStreamException or FormatException or ArgumentException or IOException)
        {
            throw new InvalidDataException("a message is cut short", fault);
        }
    }

    /// <summary>Reads the payload to its end.</summary>
    /// <exception cref="InvalidDataException">It is shorter or longer than that, or holds what it must not.</exception>
    public T Read<T>(Func<BinaryReader, T> read)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(Payload.ToArray(), writable: false));
            var value = read(reader);
            return reader.BaseStream.Position == reader.BaseStream.Length ? value : throw new InvalidDataException($"a {Kind} message is longer than its content");
        }
        catch (Exception fault) when (fault is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"a {Kind} message is cut short", fault);
        }
    }
}
