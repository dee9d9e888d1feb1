using LearnedOpt.MetaTraining.Service;
using LearnedOpt.MetaTraining.Workers;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Tests.Workers;

/// <summary>A small run, its theta without workers, and workers on threads of their own.</summary>
public abstract class WorkerFixture : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<(string Address, Thread Thread, CancellationTokenSource Stop)> _workers = [];

    internal static WorkerOptions Options { get; } = new()
    {
        Lease = TimeSpan.FromSeconds(1), Beat = TimeSpan.FromMilliseconds(40), Return = TimeSpan.FromMilliseconds(400),
        Farewell = TimeSpan.FromMilliseconds(300), StateSteps = 5,
    };

    internal PostOffice Office { get; } = new();

    internal List<string> Notes { get; } = [];

    internal List<Exception> Faults { get; } = [];

    public void Dispose()
    {
        _end.Cancel();
        foreach (var (_, thread, stop) in _workers)
        {
            stop.Cancel();
            Assert.True(thread.Join(TimeSpan.FromSeconds(20)));
        }
    }

    internal static RunConfiguration Configure(params string[] overrides) => RunConfiguration.Read("test.json", ConfigurationText.Parse("test.json", """
        {"tasks": ["quadratic/16", "quadratic/16-noisy?parameters=40"], "rule": {"name": "adam"}, "estimator": {"pairs": 9, "window": 2}, "horizon": {"shortest": 4, "longest": 10},
         "outer": {"learningRate": 0.01, "warmupSteps": 0}, "limit": {"steps": 10}}
        """, overrides));

    /// <summary>State after some steps in this process.</summary>
    internal static byte[] Alone(RunConfiguration configuration, int steps)
    {
        using var tasks = new TaskSet(configuration, DataFolder.Embedded);
        using var pool = new WorkerPool(1);
        using var session = new MetaTrainerSession(configuration, tasks, pool);
        for (var step = 0; step < steps; step++) session.Step(0);
        return Save(session);
    }

    /// <summary>State after some steps on workers.</summary>
    internal byte[] Together(RunConfiguration configuration, int steps, Action<int, MetaTrainerSession>? before = null, WorkerOptions? options = null)
    {
        using var tasks = new TaskSet(configuration, DataFolder.Embedded);
        using var pool = new WorkerPool(1);
        using var slots = new WorkerSlots(Office.Open(Options.Queue), WorkerService.Describe(configuration, tasks), options ?? Options, Note, CancellationToken.None);
        using var session = new MetaTrainerSession(configuration, tasks, pool, slots);
        for (var step = 0; step < steps; step++)
        {
            before?.Invoke(step, session);
            session.Step(0);
        }

        return Save(session);
    }

    internal string StartWorker(string name, Func<IMailbox, IMailbox>? wrap = null, Func<IMailbox, SlotWorker>? make = null)
    {
        var address = $"{Options.Queue}.worker.{name}";
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var mailbox = Office.Open(address);
        if (wrap is not null) mailbox = wrap(mailbox);
        var worker = make?.Invoke(mailbox) ?? new SlotWorker(mailbox, DataFolder.Embedded, 2, name, Options, once: false, Note);
        var thread = new Thread(() =>
        {
            try
            {
                worker.Run(stop.Token);
            }
            catch (Exception fault)
            {
                lock (Faults) Faults.Add(fault);
            }
        }) { IsBackground = true };
        thread.Start();
        _workers.Add((address, thread, stop));
        return address;
    }

    internal void Kill(string address) => Office.Kill(address);

    internal void Stop(string address) => _workers.First(worker => worker.Address == address).Stop.Cancel();

    internal void Note(string line)
    {
        lock (Notes) Notes.Add(line);
    }

    internal static byte[] Save(MetaTrainerSession session)
    {
        var saved = new MemoryStream();
        session.Save(new BinaryWriter(saved));
        return saved.ToArray();
    }
}
