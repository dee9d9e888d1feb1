using System.Collections.Concurrent;
using System.Diagnostics;
using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>A run as a worker has loaded it: the estimator whose slots it advances. Disposed by whoever lets it go last.</summary>
internal sealed class ServedRun
{
    private const int MostThetas = 256;

    private readonly TaskSet _tasks;
    private readonly IGradientEstimator _estimator;
    private readonly ISlots _slots;
    private readonly Lock[] _locks;
    private readonly long[] _at;
    private readonly ThetaHash[] _last;
    private readonly ConcurrentDictionary<ThetaHash, float[]> _thetas = [];
    private readonly ConcurrentQueue<ThetaHash> _order = [];
    private readonly int _thetaCount;
    private int _users = 1;

    /// <param name="session">Of the coordinator.</param>
    /// <param name="configuration">From the offer, as JSON.</param>
    /// <param name="data">This machine's data.</param>
    /// <param name="pool">For the estimator; slots run on the caller's threads.</param>
    /// <exception cref="ConfigurationException">The configuration does not fit this program.</exception>
    /// <exception cref="DataException">Data are missing or damaged.</exception>
    public ServedRun(Guid session, string configuration, DataFolder data, WorkerPool pool)
    {
        Session = session;
        var read = RunConfiguration.Read("the run's configuration", ConfigurationText.Parse("the run's configuration", configuration, []));
        _tasks = new TaskSet(read, data);
        try
        {
            var rule = MetaTrainerSession.CreateRule(read, _tasks);
            _thetaCount = rule.Theta.Count;
            _estimator = MetaTrainerSession.CreateEstimator(read, _tasks, rule, pool, runner: null);
            _slots = _estimator as ISlots ?? throw new ConfigurationException("the run's configuration", [$"estimator {read.Estimator.Name} has no slots for workers"]);
            (_locks, _at, _last) = ([.. Enumerable.Range(0, _slots.SlotCount).Select(_ => new Lock())], new long[_slots.SlotCount], new ThetaHash[_slots.SlotCount]);
            Array.Fill(_at, -1);
            Ready = new ReadyMessage(Fingerprints.Data(_tasks.Tasks), Fingerprints.Arithmetic(_tasks.Tasks, rule));
        }
        catch
        {
            _estimator?.Dispose();
            _tasks.Dispose();
            throw;
        }
    }

    public Guid Session { get; }

    public ReadyMessage Ready { get; }

    public long Progress => _slots.Progress;

    /// <summary>Keeps it from being disposed; false where it is already.</summary>
    public bool TryUse()
    {
        for (var users = Volatile.Read(ref _users); users > 0; users = Volatile.Read(ref _users))
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users) return true;
        return false;
    }

    public void LetGo()
    {
        if (Interlocked.Decrement(ref _users) > 0) return;
        _estimator.Dispose();
        _tasks.Dispose();
    }

    /// <exception cref="InvalidDataException">Not as many as the rule has.</exception>
    public void Keep(ThetaMessage theta)
    {
        if (theta.Values.Length != _thetaCount) throw new InvalidDataException($"theta must have {_thetaCount} meta-parameters; received {theta.Values.Length}");
        if (!_thetas.TryAdd(theta.Hash, theta.Values)) return;
        _order.Enqueue(theta.Hash);
        while (_order.Count > MostThetas && _order.TryDequeue(out var oldest)) _thetas.TryRemove(oldest, out _);
    }

    /// <summary>Does what is asked; null where it lacks the state or a theta for that.</summary>
    /// <exception cref="InvalidDataException">The request does not fit the run.</exception>
    public DoneMessage? Execute(WorkMessage work)
    {
        if (work.Slot < 0 || work.Slot >= _slots.SlotCount) throw new InvalidDataException($"a request is for slot {work.Slot} of {_slots.SlotCount}");
        lock (_locks[work.Slot])
        {
            var started = Stopwatch.GetTimestamp();
            var ran = false;
            // What was done already and whose answer was lost is not done twice.
            if (_at[work.Slot] != work.To || (work.Thetas.Count > 0 && _last[work.Slot] != work.Thetas[^1]))
            {
                var thetas = work.Thetas.Select(hash => _thetas.GetValueOrDefault(hash)).ToArray();
                if (thetas.Contains(null) || (work.State is null && _at[work.Slot] != work.From)) return null;
                Advance(work, thetas!);
                ran = true;
            }

            var seconds = ran ? Stopwatch.GetElapsedTime(started).TotalSeconds / Math.Max(1, work.Thetas.Count) : 0;
            return new DoneMessage(work.Slot, _at[work.Slot], _last[work.Slot], seconds,
                Write(writer => _slots.SaveOutcome(work.Slot, writer)), work.WantsState ? Write(writer => _slots.SaveSlot(work.Slot, writer)) : null);
        }
    }

    private void Advance(WorkMessage work, float[][] thetas)
    {
        // A state that does not load leaves the slot unusable until a whole one comes.
        _at[work.Slot] = -1;
        if (work.State is { } state) _slots.LoadSlot(work.Slot, new BinaryReader(new MemoryStream(state, writable: false)));
        for (var step = 0; step < work.Thetas.Count; step++)
        {
            _slots.RunSlot(work.Slot, thetas[step], work.From + step);
            _last[work.Slot] = work.Thetas[step];
        }

        _at[work.Slot] = work.To;
    }

    private static byte[] Write(Action<BinaryWriter> write)
    {
        var stream = new MemoryStream();
        write(new BinaryWriter(stream));
        return stream.ToArray();
    }
}
