using System.Diagnostics;
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

    /// <summary>Time of threads outside of inner steps over that inside, round by round.</summary>
    public List<double> Overheads { get; } = [];

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

    /// <summary>A few outer steps that do not count: until code is compiled, and all workers have joined and their share.</summary>
    public void WarmUp()
    {
        for (var step = 0; step < 2 || _population?.Workers < Workers; step++) _session.Step(0);
        if (_population is null) return;
        for (var step = 0; step < 2 * Workers; step++) _session.Step(0);
    }

    /// <summary>One round.</summary>
    public void Run(double seconds)
    {
        var (inner, traffic, steps) = (Inner, Traffic, 0L);
        var clock = Stopwatch.StartNew();
        do
        {
            steps += _session.Step(0).Estimate.InnerSteps;
            Steps++;
        }
        while (clock.Elapsed.TotalSeconds < seconds);

        var (elapsed, spent) = (clock.Elapsed.TotalSeconds, (Inner - inner).TotalSeconds);
        Rates.Add(steps / elapsed);
        Overheads.Add(Math.Max(1, Workers) * Threads * elapsed / spent - 1);
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

    private TimeSpan Inner => _population?.Computed ?? _session.InnerTime;

    private long Traffic => _population is null ? 0 : _population.Traffic.Sent + _population.Traffic.Received;
}
