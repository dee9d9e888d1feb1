using LearnedOpt.MetaTraining.Estimators;
using TorchSharp;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>What a coordinator tells its workers about the run, and requires of them.</summary>
/// <param name="Configuration">As JSON.</param>
/// <param name="Data">Fingerprint of the data.</param>
/// <param name="Arithmetic">Fingerprint of the arithmetic; workers of another one are welcome, with a note.</param>
internal sealed record RunDescription(string Configuration, string Data, string Arithmetic);

/// <summary>
/// Runs slots on workers. A slot's particles live on one worker, which gets theta's hash and the slot's number and answers
/// with losses; every so often it sends its state along. A lost worker's slots go to another one with their last state and
/// the thetas since then, and are run again up to now: since a slot's outcome is a function of its state and theta alone,
/// nothing in the result tells. Used by one thread.
/// </summary>
internal sealed partial class WorkerSlots : IWorkerPopulation
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    private readonly IMailbox _mailbox;
    private readonly RunDescription _run;
    private readonly WorkerOptions _options;
    private readonly Action<string> _note;
    private readonly CancellationToken _stop;
    private readonly ThetaHistory _history = new();
    private ISlots? _slots;
    private SlotEntry[] _entries = [];
    private SlotEntry? _moving;
    private long _target;

    /// <param name="mailbox">At the address that workers know; disposed here.</param>
    /// <param name="run">For workers.</param>
    /// <param name="options">Patience.</param>
    /// <param name="note">Told who comes and goes.</param>
    /// <param name="stop">Asks for an end: what workers do not finish soon is then finished here.</param>
    public WorkerSlots(IMailbox mailbox, RunDescription run, WorkerOptions options, Action<string> note, CancellationToken stop) =>
        (_mailbox, _run, _options, _note, _stop) = (mailbox, run, options, note, stop);

    /// <summary>One sitting of a coordinator; messages of others are not for it.</summary>
    public Guid Session { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public long Reissued { get; private set; }

    /// <inheritdoc/>
    public (long Sent, long Received) Traffic => _mailbox.Traffic;

    /// <inheritdoc/>
    public void Run(ISlots slots, float[] theta, long outerStep)
    {
        if (!ReferenceEquals(slots, _slots)) Forget();
        _slots = slots;
        if (_entries.Length == 0) _entries = [.. Enumerable.Range(0, slots.SlotCount).Select(slot => new SlotEntry(slot, StateOf(slot), outerStep))];
        _history.Add(outerStep, theta);
        _target = outerStep + 1;
        foreach (var entry in _entries)
        {
            entry.IsPending = true;
            entry.NeedsState |= _target - entry.StateAt >= 2 * _options.StateSteps || (_target + entry.Slot) % _options.StateSteps == 0 || entry.SinceState.Elapsed > _options.StateAge(entry.State.Length);
        }

        Rebalance();
        Exchange();
        _history.ForgetBefore(_entries.Min(entry => entry.StateAt));
        foreach (var member in _members.Values) member.Sent.RemoveWhere(hash => !_history.Has(hash));
    }

    /// <inheritdoc/>
    public void Collect(ISlots slots)
    {
        if (!ReferenceEquals(slots, _slots)) return;
        foreach (var entry in _entries) entry.IsPending = entry.NeedsState = entry.StateAt < _target;
        Exchange();
    }

    /// <inheritdoc/>
    public void Forget()
    {
        _slots = null;
        _entries = [];
        _history.Clear();
    }

    public void Dispose()
    {
        foreach (var member in _members.Values) Send(member.Address, MessageKind.Bye, new ReasonMessage("the run has ended").Write);
        _mailbox.Dispose();
    }

    // Until every answer is in.
    private void Exchange()
    {
        foreach (var member in _members.Values) member.Standstill.Restart();
        while (_entries.Any(entry => entry.IsPending))
        {
            Tick();
            Dispatch();
            if (IsLeftAlone)
            {
                foreach (var entry in _entries.Where(entry => entry.IsPending)) RunHere(entry);
                return;
            }

            if (_mailbox.Receive(_options.Beat < LongestWait ? _options.Beat : LongestWait) is { } happened) Handle(happened);
        }
    }

    private void Dispatch()
    {
        if (_down) return;
        foreach (var entry in _entries)
        {
            if (!entry.IsPending || entry.Assigned is not null || Choose(entry) is not { } member) continue;
            var isThere = entry.Owner == member && entry.OwnerAt >= entry.StateAt;
            var from = isThere ? entry.OwnerAt : entry.StateAt;
            // What takes long to catch up with comes home piece by piece, so that workers that do not live long get on as well.
            entry.Goal = Math.Min(_target, from + Math.Max(1, (long)(_options.Piece.TotalSeconds / CostOf(entry))));
            var thetas = _history.Range(from, entry.Goal);
            foreach (var hash in thetas.Where(member.Sent.Add)) Send(member.Address, MessageKind.Theta, new ThetaMessage(hash, _history.Values(hash)).Write);
            Send(member.Address, MessageKind.Work, new WorkMessage(entry.Slot, from, thetas, isThere ? null : entry.State, entry.NeedsState || entry.Goal < _target).Write);
            if (!_members.Values.Any(other => other == member)) continue;
            if (!_entries.Any(other => other.Assigned == member)) member.Standstill.Restart();
            entry.Assigned = member;
        }
    }

    // The owner; else whoever has least to do.
    private Member? Choose(SlotEntry entry)
    {
        if (entry.Owner is { } owner && (owner.IsFit || owner.Absent)) return owner.IsFit ? owner : null;
        return _members.Values.Where(member => member.IsFit).MinBy(member => Load(member) / member.Threads);
    }

    private double Load(Member member) => _entries.Where(entry => (entry.Assigned ?? entry.Owner) == member).Sum(CostOf);

    private double CostOf(SlotEntry entry)
    {
        if (double.IsFinite(entry.Cost)) return entry.Cost;
        var known = _entries.Where(other => double.IsFinite(other.Cost)).ToList();
        return known.Count > 0 ? known.Average(other => other.Cost) : 1;
    }

    // One slot a step moves from the busiest worker to the idlest, if both then have less to do than the busiest had; its
    // state comes home with the step before.
    private void Rebalance()
    {
        foreach (var entry in _entries.Where(entry => entry.Owner is not null && _moving == entry && entry.StateAt == _target - 1)) entry.Owner = null;
        _moving = null;
        var fit = _members.Values.Where(member => member.IsFit).ToList();
        if (fit.Count < 2) return;
        var busiest = fit.MaxBy(member => Load(member) / member.Threads)!;
        var idlest = fit.MinBy(member => Load(member) / member.Threads)!;
        var most = Load(busiest) / busiest.Threads;
        _moving = _entries.Where(entry => entry.Owner == busiest && (Load(idlest) + CostOf(entry)) / idlest.Threads < 0.95 * most).MaxBy(CostOf);
        if (_moving is not null) _moving.NeedsState = true;
    }

    private void Take(Member member, DoneMessage done)
    {
        // Here the slot itself stays at the step before the target: outcomes are taken one after another.
        if (done.Slot < 0 || done.Slot >= _entries.Length) throw new InvalidDataException($"an answer is for slot {done.Slot} of {_entries.Length}");
        var entry = _entries[done.Slot];
        if (!entry.IsPending || done.At != entry.Goal) return;
        if (done.At > 0 && done.Theta != _history.Of(done.At - 1))
            throw new InvalidDataException($"an answer for outer step {done.At - 1} was computed with theta {done.Theta}, and the run's is {_history.Of(done.At - 1)}");
        if (done.At < _target)
        {
            if (done.State is null) return;
            entry.Keep(done.State, done.At);
            (entry.Owner, entry.OwnerAt, entry.Assigned) = (member, done.At, null);
            return;
        }

        if (entry.NeedsState && done.State is null) return;
        try
        {
            if (done.State is not null) _slots!.LoadSlot(done.Slot, Reader(done.State));
            else _slots!.LoadOutcome(done.Slot, Reader(done.Outcome));
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or IOException)
        {
            entry.NeedsState = true;
            throw new InvalidDataException($"an answer does not fit slot {done.Slot}: {fault.Message}", fault);
        }

        if (done.State is not null)
        {
            entry.Keep(done.State, done.At);
            entry.NeedsState = false;
        }

        // A worker's clock is its own; what is no time is not counted.
        if (done.Seconds is > 0 and < 1e6) entry.Cost = double.IsFinite(entry.Cost) ? 0.8 * entry.Cost + 0.2 * done.Seconds : done.Seconds;

        (entry.Owner, entry.OwnerAt, entry.Assigned, entry.IsPending) = (member, done.At, null, false);
    }

    private void RunHere(SlotEntry entry)
    {
        torch.set_num_threads(1);       // as on the threads of a pool
        _slots!.LoadSlot(entry.Slot, Reader(entry.State));
        for (var step = entry.StateAt; step < _target; step++) _slots.RunSlot(entry.Slot, _history.Values(_history.Of(step)), step);
        entry.Keep(StateOf(entry.Slot), _target);
        (entry.Owner, entry.Assigned, entry.IsPending, entry.NeedsState) = (null, null, false, false);
    }

    private byte[] StateOf(int slot)
    {
        var state = new MemoryStream();
        _slots!.SaveSlot(slot, new BinaryWriter(state));
        return state.ToArray();
    }

    private static BinaryReader Reader(byte[] bytes) => new(new MemoryStream(bytes, writable: false));
}
