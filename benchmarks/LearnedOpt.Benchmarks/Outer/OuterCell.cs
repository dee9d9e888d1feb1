using System.Diagnostics;
using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.MetaTraining.Workers;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.Benchmarks.Outer;

/// <summary>One outer loop under measurement.</summary>
internal sealed class OuterCell : IDisposable
{
    private readonly WorkerPool _pool;
    private readonly IWorkerPopulation? _population;
    private readonly MetaTrainerSession _session;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Thread> _workers = [];
    private long _bytes;

    private OuterCell(RunConfiguration configuration, TaskSet tasks, int threads, IWorkerPopulation? population)
    {
        (Threads, _population, _pool) = (threads, population, new WorkerPool(threads));
        _session = new MetaTrainerSession(configuration, tasks, _pool, population);
    }

    public int Threads { get; }

    public int Workers => _workers.Count;

    /// <summary>Inner steps a second, round by round.</summary>
    public List<double> Rates { get; } = [];

    /// <summary>Processor time outside of inner steps over that inside, round by round.</summary>
    public List<double> Overheads { get; } = [];

    /// <summary>Share of the threads' time that was not processor time, round by round.</summary>
    public List<double> Idle { get; } = [];

    /// <summary>Outer steps measured.</summary>
    public long Steps { get; private set; }

    public double BytesPerStep => Steps > 0 ? (double)_bytes / Steps : 0;

    /// <summary>In this process.</summary>
    public static OuterCell Here(RunConfiguration configuration, TaskSet tasks, int threads) => new(configuration, tasks, threads, population: null);

    /// <summary>On workers of one thread each: threads of this process, that meet the coordinator at a real broker all the same.</summary>
    public static OuterCell OnWorkers(RunConfiguration configuration, TaskSet tasks, DataFolder folder, BrokerAddress broker, int workers)
    {
        var options = new WorkerOptions { Queue = $"bench-{Environment.ProcessId}-{workers}" };
        var cell = new OuterCell(configuration, tasks, 1, WorkerService.Coordinate(broker, options, configuration, tasks, _ => { }, CancellationToken.None));
        for (var i = 0; i < workers; i++)
        {
            var name = $"bench {i}";
            var thread = new Thread(() => WorkerService.Serve(broker, options, folder, 1, name, once: false, _ => { }, cell._end.Token)) { IsBackground = true };
            thread.Start();
            cell._workers.Add(thread);
        }

        return cell;
    }

    /// <summary>Outer steps that do not count: until code is compiled, and all workers have joined and have their share.</summary>
    /// <param name="inner">Processor time of inner steps that this takes at least.</param>
    public void WarmUp(TimeSpan inner)
    {
        var start = InnerClock.Total;
        do _session.Step(0);
        while (_population?.Workers < Workers || InnerClock.Total - start < inner);
        for (var step = 0; step < 2 * Workers; step++) _session.Step(0);
    }

    /// <summary>One round, of one outer step at least.</summary>
    public void Run(double seconds)
    {
        var (inner, traffic, steps) = (InnerClock.Total, Traffic, 0L);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        do
        {
            steps += _session.Step(0).Estimate.InnerSteps;
            Steps++;
        }
        while (clock.Elapsed.TotalSeconds < seconds);

        var elapsed = clock.Elapsed.TotalSeconds;
        process.Refresh();
        var (all, spent) = ((process.TotalProcessorTime - before).TotalSeconds, (InnerClock.Total - inner).TotalSeconds);
        Rates.Add(steps / elapsed);
        Overheads.Add(Math.Max(0, all / spent - 1));
        Idle.Add(Math.Max(0, 1 - all / (Math.Max(1, Workers) * Threads * elapsed)));
        _bytes += Traffic - traffic;
    }

    public void Dispose()
    {
        _end.Cancel();
        foreach (var worker in _workers) worker.Join();
        _session.Dispose();
        _population?.Dispose();
        _pool.Dispose();
        _end.Dispose();
    }

    private long Traffic => _population is null ? 0 : _population.Traffic.Sent + _population.Traffic.Received;
}
