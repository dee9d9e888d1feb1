using LearnedOpt.Checkpoints;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>What a run is asked for.</summary>
/// <param name="Configuration">Resolved.</param>
/// <param name="Folder">Run folder; made if absent.</param>
/// <param name="Resume">null: a new run; "auto": the newest valid checkpoint of the folder, or a new run where there is none; else a checkpoint's or a run's path.</param>
/// <param name="Program">Version of the program.</param>
public sealed record RunRequest(RunConfiguration Configuration, string Folder, string? Resume, string Program)
{
    public const string Auto = "auto";

    /// <summary>Where records go besides the files of the run folder; disposed by the run.</summary>
    public IReadOnlyList<IMetricSink> Sinks { get; init; } = [];

    /// <summary>Called once the folder is the run's alone, before anything else is written to it.</summary>
    public Action<RunFiles>? Entered { get; init; }
}

/// <summary>
/// One sitting of a run, from taking its folder to letting it go. Call <see cref="Execute"/> on a thread of its own: it
/// blocks, and tensors belong to the thread.
/// </summary>
/// <param name="request">What to do.</param>
/// <param name="open">Makes the session that the configuration describes, at its beginning.</param>
/// <param name="note">Told what a person should read; from several threads.</param>
public sealed class TrainingRun(RunRequest request, Func<RunConfiguration, ITrainingSession> open, Action<string> note)
{
    private readonly RunFiles _files = new(request.Folder);
    private TrainingStatus _status = new("starting");

    /// <summary>Now; from any thread.</summary>
    public TrainingStatus Status => Volatile.Read(ref _status);

    /// <summary>Trains.</summary>
    /// <param name="stop">Ends the sitting after the current outer step; what was trained is saved.</param>
    /// <exception cref="RunInUseException">Another process writes to the folder.</exception>
    /// <exception cref="IOException">The folder cannot be written, or holds another run.</exception>
    /// <exception cref="ConfigurationException">The run was begun under other settings.</exception>
    /// <exception cref="NotFiniteNumberException">Training diverged.</exception>
    public RunOutcome Execute(CancellationToken stop)
    {
        CreateFolder();
        using var held = RunLock.Take(_files.Folder);
        request.Entered?.Invoke(_files);
        if (held.Previous is { } previous) note($"the run was left by {previous}, which ended without closing it");
        var configuration = request.Configuration;
        var store = new CheckpointStore(_files.Checkpoints, configuration.Checkpoints.Keep, request.Program);
        Report(new TrainingStatus("loading"));
        var (session, state) = Begin(store);
        using (session)
        {
            store.SetAside(store.Last is { } last && IsOurs(last) ? last : null);
            AtomicFile.WriteText(_files.Configuration, configuration.ToJson());
            using var meter = new TrainingMeter(state.InnerSteps, state.Skipped);
            using var pump = new MetricPump(Sinks(session.Steps), note);
            return new TrainingLoop(configuration, session, state, store, _files, pump, meter, note, Report, request.Program).Run(stop);
        }
    }

    private List<IMetricSink> Sinks(long step)
    {
        List<IMetricSink> sinks =
        [
            new JsonLinesSink(_files.Metrics, step),
            new Heartbeat(_files.Folder, TimeSpan.FromSeconds(request.Configuration.Output.HeartbeatSeconds)),
            .. request.Sinks,
        ];
        if (request.Configuration.Output.TensorBoard) sinks.Add(new TensorBoardSink(_files.TensorBoard, step));
        return sinks;
    }

    private (ITrainingSession Session, RunState State) Begin(CheckpointStore store)
    {
        if (request.Resume is null)
        {
            if (store.All().Count > 0)
                throw new IOException($"run folder {_files.Folder} holds a run already, and results are never overwritten; continue it with --resume auto, or choose another --out");
            return New();
        }

        if (request.Resume != RunRequest.Auto) return From(request.Resume, store);
        if (LoadNewest(store) is { } found) return found;
        if (store.All().Count > 0)
            throw new InvalidDataException($"no checkpoint in {_files.Checkpoints} can be used (the reasons are above); mend or move them away to begin anew");
        note("there is no checkpoint yet: a new run");
        return New();
    }

    private (ITrainingSession, RunState) New()
    {
        var session = open(request.Configuration);
        try
        {
            session.Begin(note);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        return (session, new RunState { Identity = IdentityOf(session) });
    }

    // Here other settings are the user's wish: they named the place to go on from.
    private (ITrainingSession, RunState) From(string path, CheckpointStore own)
    {
        (ITrainingSession Session, RunState State)? loaded = null;
        if (Checkpoint.At(Path.GetFullPath(path)) is { } checkpoint)
        {
            if (own.TryLoad(checkpoint, c => loaded = Load(c)) is { } reason)
                throw new InvalidDataException($"checkpoint {path} cannot be used: {reason}; take another one, or --resume auto");
        }
        else if (Directory.Exists(new RunFiles(path).Checkpoints))
        {
            var run = Path.GetFullPath(path) == Path.GetFullPath(_files.Folder) ? own : new CheckpointStore(new RunFiles(path).Checkpoints, int.MaxValue, request.Program);
            loaded = LoadNewest(run) ?? throw new InvalidDataException($"no checkpoint in {path} can be used; take another run");
        }
        else
        {
            throw new DirectoryNotFoundException($"--resume {path} is neither a checkpoint (a folder step-...) nor a run folder; give one of those, or auto");
        }

        var (session, state) = loaded!.Value;
        if (!IsOurs(own.Last) && own.All().Count > 0)
        {
            session.Dispose();
            throw new IOException($"run folder {_files.Folder} holds a run already, and {path} is of another; choose another --out");
        }

        foreach (var difference in state.Differences(IdentityOf(session))) note($"goes on under another setting: {difference}");
        note($"continues {path} at outer step {session.Steps:N0}");
        return (session, new RunState
        {
            Identity = IdentityOf(session), Elapsed = state.Elapsed, InnerSteps = state.InnerSteps, Diverged = state.Diverged,
            Skipped = state.Skipped, Smoothed = state.Smoothed, Best = state.Best, BestStep = state.BestStep,
        });
    }

    private (ITrainingSession Session, RunState State)? LoadNewest(CheckpointStore store)
    {
        (ITrainingSession Session, RunState State)? loaded = null;
        var chosen = store.LoadNewest(checkpoint => loaded = Load(checkpoint), out var skipped);
        foreach (var one in skipped) note($"checkpoint {one.Checkpoint.Name} is skipped: {one.Reason}");
        if (chosen is not null) note($"continues at {chosen.Name}, the newest valid checkpoint");
        return loaded;
    }

    private (ITrainingSession, RunState) Load(Checkpoint checkpoint)
    {
        using var reader = new BinaryReader(checkpoint.Open());
        var state = RunState.Load(reader);
        var session = open(request.Configuration);
        try
        {
            if (request.Resume == RunRequest.Auto) RequireSame(state, IdentityOf(session));
            session.Load(reader);
            if (session.Steps != checkpoint.Step || reader.BaseStream.Position != reader.BaseStream.Length)
                throw new InvalidDataException("its state holds something else than its manifest says");
            return (session, state);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void RequireSame(RunState state, IReadOnlyDictionary<string, string> identity)
    {
        if (state.Differences(identity) is { Count: > 0 } differences)
            throw new ConfigurationException(request.Folder,
                [$"the run was begun under other settings ({string.Join(", ", differences)}); give those of before, or begin another run with another --out"]);
    }

    // The data count too: with other data it would be another run.
    private Dictionary<string, string> IdentityOf(ITrainingSession session) =>
        new(request.Configuration.Identity()) { ["data"] = session.Card.GetValueOrDefault("data", "") };

    private bool IsOurs(Checkpoint? checkpoint) =>
        checkpoint is not null && Path.GetFullPath(Path.GetDirectoryName(checkpoint.Folder)!) == Path.GetFullPath(_files.Checkpoints);

    private void CreateFolder()
    {
        try
        {
            if (!File.Exists(_files.Lock) && Directory.Exists(_files.Folder) && Directory.EnumerateFileSystemEntries(_files.Folder).Any())
                throw new IOException("it is not empty and holds no run");
            Directory.CreateDirectory(_files.Folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"run folder {_files.Folder} cannot be used ({fault.Message.TrimEnd('.')}); choose another --out", fault);
        }
    }

    private void Report(TrainingStatus status) => Volatile.Write(ref _status, status);
}
