namespace LearnedOpt.MetaTraining.Workers;

/// <summary>
/// Where a coordinator or a worker sends and receives. Messages may be lost, doubled or late, and that is all that the
/// protocol above needs to know about brokers. Sending is for any thread, receiving for one.
/// </summary>
internal interface IMailbox : IDisposable
{
    /// <summary>Where others reach this one.</summary>
    string Address { get; }

    /// <summary>Bytes sent and received so far, of messages alone.</summary>
    (long Sent, long Received) Traffic { get; }

    /// <summary>Sends, or loses the message where there is no connection; never waits for one.</summary>
    void Send(string address, byte[] message);

    /// <summary>Waits for something to happen; null where nothing did.</summary>
    MailboxEvent? Receive(TimeSpan patience);
}

/// <summary>What a mailbox tells.</summary>
internal abstract record MailboxEvent;

/// <summary>A message came in.</summary>
internal sealed record Delivered(ReadOnlyMemory<byte> Message) : MailboxEvent;

/// <summary>Nobody is at an address that something was sent to.</summary>
internal sealed record Undeliverable(string Address) : MailboxEvent;

/// <summary>The connection is gone; what was on its way may be lost.</summary>
internal sealed record Interrupted(string Reason) : MailboxEvent;

/// <summary>The connection is back.</summary>
internal sealed record Restored : MailboxEvent;
