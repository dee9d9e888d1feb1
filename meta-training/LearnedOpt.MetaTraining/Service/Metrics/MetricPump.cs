using System.Collections.Concurrent;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>
/// Carries records from the training thread to the sinks. The queue is bounded and posting never waits: what does not fit
/// is dropped and counted. A sink that fails is told about once and tried again with the next record; training goes on.
/// </summary>
public sealed class MetricPump : IDisposable
{
    private readonly BlockingCollection<object> _queue;
    private readonly IReadOnlyList<IMetricSink> _sinks;
    private readonly HashSet<IMetricSink> _failing = [];
    private readonly Action<string> _note;
    private readonly Thread _thread;
    private long _dropped, _failed;

    /// <param name="sinks">Disposed here.</param>
    /// <param name="note">Told of failures and recoveries; from the pump's own thread.</param>
    /// <param name="capacity">Records that may wait.</param>
    public MetricPump(IReadOnlyList<IMetricSink> sinks, Action<string> note, int capacity = 4096)
    {
        (_sinks, _note, _queue) = (sinks, note, new BlockingCollection<object>(capacity));
        _thread = new Thread(Work) { IsBackground = true, Name = "metrics" };
        _thread.Start();
    }

    /// <summary>Records that found the queue full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Writes that failed, over all sinks.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Hands over a record; returns at once.</summary>
    public void Post(in StepRecord record)
    {
        if (!_queue.TryAdd(record)) Interlocked.Increment(ref _dropped);
    }

    /// <summary>Waits until what was posted before is written, at most <paramref name="limit"/>.</summary>
    public bool Flush(TimeSpan limit)
    {
        // Not disposed: the pump may set it after a wait that timed out.
        var done = new ManualResetEventSlim();
        return _queue.TryAdd(done, limit) && done.Wait(limit);
    }

    /// <summary>Writes what waits, for ten seconds at most, and closes the sinks.</summary>
    public void Dispose()
    {
        if (_queue.IsAddingCompleted) return;
        _queue.CompleteAdding();
        _thread.Join(TimeSpan.FromSeconds(10));
    }

    private void Work()
    {
        foreach (var item in _queue.GetConsumingEnumerable())
        {
            if (item is StepRecord record) Each(sink => sink.Write(record));
            if (_queue.Count == 0 || item is ManualResetEventSlim) Each(sink => sink.Flush());
            if (item is ManualResetEventSlim done) done.Set();
        }

        Each(sink => sink.Dispose());
        if (Dropped > 0) _note($"{Dropped:N0} records of metrics were dropped, since they could not be written fast enough");
    }

    private void Each(Action<IMetricSink> action)
    {
        foreach (var sink in _sinks)
        {
            try
            {
                action(sink);
                if (_failing.Remove(sink)) _note($"{sink.Name} is written again");
            }
            catch (Exception fault)
            {
                Interlocked.Increment(ref _failed);
                if (_failing.Add(sink)) _note($"{sink.Name} cannot be written ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}); training goes on");
            }
        }
    }
}
