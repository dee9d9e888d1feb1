namespace LearnedOpt.Kernels.Cells;

/// <summary>
/// A caller and its helper threads. Items of a phase are taken in turn by whoever is free; which thread takes which changes
/// no result, as sums are kept by item. Helpers wait between phases and end with <see cref="Dispose"/>.
/// </summary>
internal sealed class CellTeam : IDisposable
{
    private readonly CellWorker[] workers;
    private readonly Barrier? barrier;
    private Action<int, CellWorker>? work;
    private int items;
    private int next;
    private bool stopped;

    public CellTeam(CellWorker[] workers)
    {
        this.workers = workers;
        if (workers.Length == 1)
            return;
        barrier = new Barrier(workers.Length);
        for (int i = 1; i < workers.Length; i++)
        {
            CellWorker worker = workers[i];
            new Thread(() => Help(worker)) { IsBackground = true, Name = $"functional {i}" }.Start();
        }
    }

    /// <summary>Runs all items of a phase and returns when the last is done.</summary>
    public void Run(int count, Action<int, CellWorker> action)
    {
        if (barrier is null || count == 1)
        {
            for (int item = 0; item < count; item++)
                action(item, workers[0]);
            return;
        }

        (work, items, next) = (action, count, -1);
        barrier.SignalAndWait();
        Take(workers[0]);
        barrier.SignalAndWait();
    }

    public void Dispose()
    {
        if (barrier is null || stopped)
            return;
        stopped = true;
        barrier.SignalAndWait();
    }

    private void Help(CellWorker worker)
    {
        while (true)
        {
            barrier!.SignalAndWait();
            if (stopped)
                return;
            Take(worker);
            barrier.SignalAndWait();
        }
    }

    private void Take(CellWorker worker)
    {
        for (int item = Interlocked.Increment(ref next); item < items; item = Interlocked.Increment(ref next))
            work!(item, worker);
    }
}
