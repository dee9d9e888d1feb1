using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;
using TorchSharp;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>
/// A worker: introduces itself to whatever coordinator is there, loads its run, and runs slots until the run ends, then
/// waits for the next. One thread talks, others compute.
/// </summary>
/// <param name="mailbox">Its own; not disposed here.</param>
/// <param name="data">This machine's data.</param>
/// <param name="threads">Slots to run at once.</param>
/// <param name="name">For people.</param>
/// <param name="options">Queue and patience.</param>
/// <param name="once">End with the first run.</param>
/// <param name="note">Told what happens.</param>
internal sealed class SlotWorker(IMailbox mailbox, DataFolder data, int threads, string name, WorkerOptions options, bool once, Action<string> note)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<(ServedRun Run, WorkMessage Work, string Coordinator)> _work = [];
    private readonly Stopwatch _sinceHello = new(), _sinceHeard = new();
    private volatile ServedRun? _run;
    private volatile ExceptionDispatchInfo? _fault;
    private Guid _preparing;
    private Thread? _preparation;
    private int _asked;
    private bool _accepted, _waiting, _working, _ended;

    /// <summary>Protocol that it speaks; tests speak others.</summary>
    internal int Protocol { get; init; } = Envelope.Protocol;

    /// <summary>Build that it claims to be; tests claim others.</summary>
    internal string Build { get; init; } = Fingerprints.Build;

    /// <summary>Serves until stopped, or with <c>once</c> until the run ends.</summary>
    /// <exception cref="BrokerException">A coordinator refuses this worker; the message says why.</exception>
    public void Run(CancellationToken stop)
    {
        using var pool = new WorkerPool(threads);
        var computing = new Thread(() => pool.Run(threads, _ => Compute())) { IsBackground = true, Name = "worker" };
        computing.Start();
        try
        {
            while (!stop.IsCancellationRequested && !_ended)
            {
                _fault?.Throw();
                Introduce();
                if (mailbox.Receive(Glance) is { } happened) Handle(happened, pool);
            }

            _fault?.Throw();
            if (_run is { } run && !_ended) Send(run.Session, options.Queue, MessageKind.Bye, new ReasonMessage("stopped").Write);
        }
        finally
        {
            _work.CompleteAdding();
            computing.Join();
            _preparation?.Join();
            _run?.LetGo();
        }
    }

    // Again and again until somebody answers, and whenever nobody has said anything for long.
    private void Introduce()
    {
        if (_sinceHeard.IsRunning && _sinceHeard.Elapsed > 5 * options.Beat)
        {
            _sinceHeard.Reset();
            _accepted = false;
        }

        if (_accepted || _preparation is { IsAlive: true } || (_sinceHello.IsRunning && _sinceHello.Elapsed < options.Beat)) return;
        _sinceHello.Restart();
        if (_run is { } run && run.Session == _preparing && _sinceHeard.IsRunning) Send(run.Session, options.Queue, MessageKind.Ready, run.Ready.Write);
        else Send(Guid.Empty, options.Queue, MessageKind.Hello, new HelloMessage(Build, name, threads).Write);
    }

    private void Handle(MailboxEvent happened, WorkerPool pool)
    {
        switch (happened)
        {
            case Delivered delivered:
                try
                {
                    Handle(Envelope.Open(delivered.Message), pool);
                }
                catch (InvalidDataException fault)
                {
                    note($"{fault.Message}; it is ignored");
                }

                break;
            case Undeliverable when !_waiting:
                _waiting = true;
                note($"no run on queue {options.Queue} yet; waiting");
                break;
            case Interrupted interrupted:
                note($"the connection to the broker is lost ({interrupted.Reason}); trying to get it back");
                break;
            case Restored:
                note("the broker is back");
                break;
        }
    }

    private void Handle(Envelope message, WorkerPool pool)
    {
        if (message.Kind == MessageKind.Refusal) throw new BrokerException($"the run on queue {options.Queue} refuses this worker: {message.Read(ReasonMessage.Read).Reason}");
        if (message.Version != Envelope.Protocol) return;
        _waiting = false;
        if (message.Kind == MessageKind.Offer) Prepare(message.Session, message.Read(OfferMessage.Read).Configuration, pool);
        // A run may end while it is being loaded.
        if (message.Kind == MessageKind.Bye && message.Session == _preparing && _run is null) _ended = once;
        if (_run is not { } run || message.Session != run.Session) return;
        _sinceHeard.Restart();
        switch (message.Kind)
        {
            case MessageKind.Ping:
                _accepted = true;
                Send(run.Session, message.Sender, MessageKind.Pong, new PongMessage(run.Progress, Volatile.Read(ref _asked) == 0).Write);
                break;
            case MessageKind.Theta:
                run.Keep(message.Read(ThetaMessage.Read));
                break;
            case MessageKind.Work:
                _accepted = true;
                if (!_working) note("at work");
                _working = true;
                var work = message.Read(WorkMessage.Read);
                if (!run.TryUse()) break;
                Interlocked.Increment(ref _asked);
                _work.Add((run, work, message.Sender));
                break;
            case MessageKind.Bye:
                note($"{message.Read(ReasonMessage.Read).Reason}{(once ? "" : "; waiting for the next")}");
                _ended = once;
                _run = null;
                _accepted = false;
                _sinceHeard.Reset();
                run.LetGo();
                break;
        }
    }

    private void Prepare(Guid session, string configuration, WorkerPool pool)
    {
        if (_run?.Session == session)
        {
            // Known already: the coordinator only lost sight of us.
            _sinceHeard.Restart();
            _accepted = false;
            _sinceHello.Reset();
            return;
        }

        if (_preparation is { IsAlive: true }) return;
        _preparing = session;
        _working = false;
        var before = _run;
        _run = null;
        before?.LetGo();
        _preparation = new Thread(() =>
        {
            try
            {
                using var scope = torch.NewDisposeScope();
                _run = new ServedRun(session, configuration, data, pool);
                note("the run is loaded");
            }
            catch (Exception fault)
            {
                _fault = ExceptionDispatchInfo.Capture(fault);
            }
        }) { IsBackground = true, Name = "loading" };
        _preparation.Start();
        _sinceHeard.Restart();
        _accepted = false;
        _sinceHello.Reset();
    }

    private void Compute()
    {
        foreach (var (run, work, coordinator) in _work.GetConsumingEnumerable())
        {
            try
            {
                if (_fault is not null || _work.IsAddingCompleted) continue;
                using var scope = torch.NewDisposeScope();
                if (run.Execute(work) is { } done) Send(run.Session, coordinator, MessageKind.Done, done.Write);
                else Send(run.Session, coordinator, MessageKind.Missing, new MissingMessage(work.Slot, work.From).Write);
            }
            catch (Exception fault)
            {
                _fault = ExceptionDispatchInfo.Capture(fault);
            }
            finally
            {
                run.LetGo();
                Interlocked.Decrement(ref _asked);
            }
        }
    }

    private void Send(Guid session, string address, MessageKind kind, Action<BinaryWriter> payload) =>
        mailbox.Send(address, Envelope.Seal(kind, session, mailbox.Address, payload, Protocol));
}
