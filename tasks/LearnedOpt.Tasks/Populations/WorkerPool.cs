using TorchSharp;

namespace LearnedOpt.Tasks.Populations;

/// <summary>
/// Long-lived threads for inner loops. Each item runs on one thread inside a dispose scope of its own; items must be
/// independent, so that results do not depend on how many threads there are. libtorch keeps to one thread an operator:
/// its OpenMP threads spin, and two of them on two busy cores ran ten times slower than one.
/// </summary>
public sealed class WorkerPool : IDisposable
{
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _ready = new(0);
    private readonly CountdownEvent _running = new(1);
    private Action<int>? _body;
    private int _next, _items;
    private bool _closed;
    private Exception? _fault;
    private int _faultItem;

    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        NativeHeap.KeepFreedMemory();
        torch.set_num_threads(1);
        _threads = new Thread[threads];
        for (var i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"inner loop {i}" };
            _threads[i].Start();
        }
    }

    public int Threads => _threads.Length;

    /// <summary>Runs <paramref name="body"/> for 0 .. items-1 and waits. Rethrows the fault of the lowest failing item.</summary>
    public void Run(int items, Action<int> body)
    {
        if (items == 0) return;
        (_body, _items, _next, _fault, _faultItem) = (body, items, 0, null, int.MaxValue);
        _running.Reset(_threads.Length);
        _ready.Release(_threads.Length);
        _running.Wait();
        if (_fault is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_fault);
    }

    private void Work()
    {
        torch.set_num_threads(1);
        while (true)
        {
            _ready.Wait();
            if (Volatile.Read(ref _closed)) return;
            for (var item = Interlocked.Increment(ref _next) - 1; item < _items; item = Interlocked.Increment(ref _next) - 1)
            {
                using var scope = torch.NewDisposeScope();
                try
                {
                    _body!(item);
                }
                catch (Exception fault)
                {
                    lock (_threads)
                        if (item < _faultItem) (_fault, _faultItem) = (fault, item);
                }
            }

            _running.Signal();
        }
    }

    public void Dispose()
    {
        if (_closed) return;
        Volatile.Write(ref _closed, true);
        _ready.Release(_threads.Length);
        foreach (var thread in _threads) thread.Join();
        _ready.Dispose();
        _running.Dispose();
    }
}
