using System.Diagnostics;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>Who comes, stays and goes.</summary>
internal sealed partial class WorkerSlots
{
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _threads = new(StringComparer.Ordinal);
    private readonly Stopwatch _sinceBeat = Stopwatch.StartNew(), _sinceRestored = new(), _alone = Stopwatch.StartNew(), _stopping = new();
    private bool _down;

    /// <inheritdoc/>
    public int Workers => _members.Count;

    private bool IsLeftAlone => _stop.IsCancellationRequested && (_members.Count == 0 || _stopping.Elapsed > _options.Farewell);

    private bool IsReturning => _sinceRestored.IsRunning && _sinceRestored.Elapsed < _options.Return;

    private void Handle(MailboxEvent happened)
    {
        switch (happened)
        {
            case Delivered delivered:
                Handle(delivered.Message);
                break;
            case Undeliverable { Address: var address } when _members.TryGetValue(address, out var member):
                if (!IsReturning) Remove(member, "is gone");
                else
                {
                    member.Absent = true;
                    Release(member);
                }

                break;
            case Interrupted interrupted:
                _down = true;
                _note($"the connection to the broker is lost ({interrupted.Reason}); trying to get it back");
                break;
            case Restored:
                _note("the broker is back");
                _down = false;
                _sinceRestored.Restart();
                foreach (var member in _members.Values)
                {
                    // What was on its way may be lost: everything is asked for again, and what was done is not done twice.
                    member.Sent.Clear();
                    member.Standstill.Restart();
                    member.Silence.Restart();
                    Release(member, lost: false);
                }

                break;
        }
    }

    private void Handle(ReadOnlyMemory<byte> bytes)
    {
        Envelope message;
        try
        {
            message = Envelope.Open(bytes);
        }
        catch (InvalidDataException fault)
        {
            _note($"{fault.Message}; it is ignored");
            return;
        }

        try
        {
            if (message.Version != Envelope.Protocol) Refuse(message.Sender, $"the run speaks protocol {Envelope.Protocol}, this worker {message.Version}; use the same version of LearnedOpt on both sides");
            else if (message.Kind == MessageKind.Hello) Welcome(message.Sender, message.Read(HelloMessage.Read));
            else if (message.Session != Session) return;
            else if (message.Kind == MessageKind.Ready) Admit(message.Sender, message.Read(ReadyMessage.Read));
            else if (_members.TryGetValue(message.Sender, out var member)) Handle(member, message);
            // It was taken for gone: it may introduce itself again.
            else if (message.Kind != MessageKind.Bye && _names.ContainsKey(message.Sender)) Offer(message.Sender);
        }
        catch (InvalidDataException fault)
        {
            Refuse(message.Sender, fault.Message);
        }
    }

    private void Handle(Member member, Envelope message)
    {
        member.Hear();
        switch (message.Kind)
        {
            case MessageKind.Pong:
                var pong = message.Read(PongMessage.Read);
                member.Hear(pong.Progress);
                // It does not hang: what it was asked for was lost.
                if (member.Suspect && pong.IsIdle) member.BeginAnew();
                break;
            case MessageKind.Done:
                member.GetOn();
                Take(member, message.Read(DoneMessage.Read));
                break;
            case MessageKind.Missing:
                Miss(member, message.Read(MissingMessage.Read));
                break;
            case MessageKind.Bye:
                Remove(member, "leaves");
                break;
        }
    }

    private void Welcome(string address, HelloMessage hello)
    {
        if (hello.Build != Fingerprints.Build)
        {
            Refuse(address, $"worker {hello.Name} is build {hello.Build}, the run is build {Fingerprints.Build}; use the same build on both sides");
            return;
        }

        (_names[address], _threads[address]) = (hello.Name, hello.Threads);
        Offer(address);
    }

    private void Offer(string address) => Send(address, MessageKind.Offer, new OfferMessage(_run.Configuration).Write);

    private void Admit(string address, ReadyMessage ready)
    {
        if (_members.TryGetValue(address, out var known))
        {
            known.Hear();
            return;
        }

        if (!_names.TryGetValue(address, out var name)) return;
        if (ready.Data != _run.Data)
        {
            Refuse(address, $"the data of worker {name} ({ready.Data}) are not those of the run ({_run.Data}); give both the same --data");
            return;
        }

        var member = _members[address] = new Member(address, name, _threads[address]);
        _note($"worker {name} joined with {member.Threads} threads: {_members.Count} workers, {_members.Values.Sum(m => m.Threads)} threads"
            + (ready.Arithmetic == _run.Arithmetic ? "" : "; its processor or libraries compute differently in the last bits, so this run cannot be repeated bit by bit"));
        Send(address, MessageKind.Ping, _ => { });
    }

    private void Miss(Member member, MissingMessage missing)
    {
        if (missing.Slot < 0 || missing.Slot >= _entries.Length || _entries[missing.Slot] is not { } entry || entry.Assigned != member) return;
        // What it was thought to have it has not: everything is sent.
        if (entry.Owner == member) entry.Owner = null;
        member.Sent.Clear();
        entry.Assigned = null;
        Reissued++;
    }

    private void Refuse(string address, string reason)
    {
        var name = _names.GetValueOrDefault(address, address);
        if (_members.TryGetValue(address, out var member)) Remove(member, "is refused");
        _names.Remove(address);
        _note($"worker {name} is refused: {reason}");
        Send(address, MessageKind.Refusal, new ReasonMessage(reason).Write);
    }

    private void Remove(Member member, string why)
    {
        _members.Remove(member.Address);
        var slots = _entries.Count(entry => entry.Owner == member || entry.Assigned == member);
        Release(member);
        foreach (var entry in _entries.Where(entry => entry.Owner == member)) entry.Owner = null;
        _note($"worker {member.Name} {why}{(slots > 0 ? $"; its {slots} slots go to others" : "")}: {_members.Count} workers");
        _alone.Restart();
    }

    private void Release(Member member, bool lost = true)
    {
        foreach (var entry in _entries.Where(entry => entry.Assigned == member))
        {
            entry.Assigned = null;
            if (lost) Reissued++;
        }
    }

    private void Tick()
    {
        if (_stop.IsCancellationRequested && !_stopping.IsRunning) _stopping.Start();
        if (_sinceBeat.Elapsed < _options.Beat) return;
        _sinceBeat.Restart();
        if (_down) return;
        foreach (var member in _members.Values.ToList())
        {
            Send(member.Address, MessageKind.Ping, _ => { });
            if (member.Absent && !IsReturning) Remove(member, "did not come back");
            else if (member.Silence.Elapsed > 4 * _options.Lease) Remove(member, $"has been silent for {member.Silence.Elapsed.TotalSeconds:0} s");
            else if (!member.Suspect && _entries.Any(entry => entry.Assigned == member) && member.Standstill.Elapsed > _options.Lease) Suspect(member);
        }

        if (_members.Count > 0) _alone.Restart();
        else if (_alone.Elapsed > _options.Lease)
        {
            _note($"waiting for workers on queue {_options.Queue}");
            _alone.Restart();
        }
    }

    private void Suspect(Member member)
    {
        member.Suspect = true;
        Release(member);
        foreach (var entry in _entries.Where(entry => entry.Owner == member)) entry.Owner = null;
        _note($"worker {member.Name} has not got on for {_options.Lease.TotalSeconds:0} s; its slots go to others");
    }

    private void Send(string address, MessageKind kind, Action<BinaryWriter> payload) => _mailbox.Send(address, Envelope.Seal(kind, Session, _mailbox.Address, payload));
}
