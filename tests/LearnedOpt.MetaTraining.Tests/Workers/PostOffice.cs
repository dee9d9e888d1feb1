using System.Collections.Concurrent;
using LearnedOpt.MetaTraining.Workers;

namespace LearnedOpt.MetaTraining.Tests.Workers;

/// <summary>A broker in memory, as bad as a test wants it.</summary>
internal sealed class PostOffice
{
    private readonly ConcurrentDictionary<string, Box> _boxes = new(StringComparer.Ordinal);

    /// <summary>How often each message arrives: 0 is lost, 2 is doubled. Called for each in turn.</summary>
    public Func<string, byte[], int> Copies { get; set; } = (_, _) => 1;

    public IMailbox Open(string address) => _boxes[address] = new Box(this, address);

    /// <summary>The process at an address is gone without a word.</summary>
    public void Kill(string address) => _boxes.TryRemove(address, out _);

    /// <summary>The broker restarts: all that is on its way is lost, and everybody notices.</summary>
    public void Restart()
    {
        foreach (var box in _boxes.Values)
        {
            while (box.Events.TryTake(out _))
            {
            }

            box.Events.Add(new Interrupted("restart"));
            box.Events.Add(new Restored());
        }
    }

    private sealed class Box(PostOffice office, string address) : IMailbox
    {
        private long _sent;

        public BlockingCollection<MailboxEvent> Events { get; } = [];

        public string Address => address;

        public (long Sent, long Received) Traffic => (Interlocked.Read(ref _sent), 0);

        public void Send(string to, byte[] message)
        {
            Interlocked.Add(ref _sent, message.Length);
            // A process that was killed may not know yet.
            if (!office._boxes.ContainsKey(address)) return;
            if (!office._boxes.TryGetValue(to, out var box)) Events.Add(new Undeliverable(to));
            else
                for (var copy = office.Copies(to, message); copy > 0; copy--) box.Events.Add(new Delivered(message.ToArray()));
        }

        public MailboxEvent? Receive(TimeSpan patience) => Events.TryTake(out var happened, patience) ? happened : null;

        public void Dispose() => office.Kill(address);
    }
}
