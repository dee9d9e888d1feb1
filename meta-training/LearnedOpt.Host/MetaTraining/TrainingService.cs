using System.Runtime.ExceptionServices;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.MetaTraining.Workers;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LearnedOpt.Host;

/// <summary>
/// The run as a hosted service, on a thread of its own: work on a thread of the pool would hold up the host's start, and
/// dispose scopes do not survive an await. Whatever ends the thread ends the host; what it threw is thrown again by
/// <see cref="Result"/>, so that no fault ends with exit code 0.
/// </summary>
internal sealed class TrainingService(MetaTrainOptions options, RunLog log, SystemdNotifier systemd, IHostApplicationLifetime application, ILogger<TrainingService> logger)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TrainingRun? _run;
    private RunOutcome? _outcome;
    private ExceptionDispatchInfo? _fault;

    /// <summary>Where lines for a person go; set before the start.</summary>
    public Action<string> Note { get; set; } = _ => { };

    /// <summary>What ended the run, if a fault did.</summary>
    public Exception? Fault => _fault?.SourceException;

    public TrainingStatus Status => _run?.Status ?? new TrainingStatus("starting");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("learnedopt {Version} trains {Rule} on {Tasks} with {Threads} threads, process {Process} on {Host}",
            LearnedOptProgram.Version, options.Configuration.Rule.Name, string.Join(", ", options.Configuration.Tasks), options.Threads, Environment.ProcessId, Environment.MachineName);
        new Thread(Train) { Name = "meta-training", IsBackground = true }.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _ended.Task.WaitAsync(cancellationToken);
    }

    /// <summary>How the run ended.</summary>
    /// <exception cref="Exception">What ended it, if not a limit or a stop.</exception>
    public RunOutcome Result()
    {
        _fault?.Throw();
        return _outcome ?? throw new TimeoutException(
            $"the outer step did not end within {options.Configuration.Safety.ShutdownSeconds:0} s (safety.shutdownSeconds); what came after checkpoint {Status.Checkpoint} is lost");
    }

    public void Dispose() => _stop.Dispose();

    private void Train()
    {
        try
        {
            using var tasks = new TaskSet(options.Configuration, options.Data);
            foreach (var task in tasks.Tasks) Say($"task {task.Name}: {task.Space.ParameterCount:N0} parameters, {task.DataSource}");
            using var pool = new WorkerPool(options.Threads);
            using var workers = options.Broker is { } broker
                ? WorkerService.Coordinate(broker, options.Workers, options.Configuration, tasks, Say, _stop.Token) : null;
            var request = new RunRequest(options.Configuration, options.Folder, options.Resume, LearnedOptProgram.Version)
            {
                Sinks = [systemd],
                Entered = files => log.WriteTo(files.Log),
            };
            _run = new TrainingRun(request, configuration => new MetaTrainerSession(configuration, tasks, pool, workers), Say);
            _outcome = _run.Execute(_stop.Token);
            logger.LogInformation("{End} at outer step {Step}, saved as {Checkpoint}", _outcome.Finished ? "finished" : "stopped", _outcome.Steps, _outcome.Checkpoint.Name);
        }
        catch (Exception fault)
        {
            _fault = ExceptionDispatchInfo.Capture(fault);
            logger.LogError(fault, "ended by a fault: {Fault}", fault.Message);
        }
        finally
        {
            _ended.TrySetResult();
            application.StopApplication();
        }
    }

    private void Say(string line)
    {
        logger.LogInformation("{Note}", line);
        Note(line);
    }
}
