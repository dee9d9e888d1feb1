using LearnedOpt.MetaTraining.Estimators;
using LearnedOpt.MetaTraining.Service;
using LearnedOpt.Tasks.Data;

namespace LearnedOpt.MetaTraining.Workers;

/// <summary>Slots run on the workers of a broker.</summary>
public interface IWorkerPopulation : ISlotRunner, IDisposable
{
    /// <summary>Workers at the moment.</summary>
    int Workers { get; }

    /// <summary>Slots that were given out again because their worker was lost, so far.</summary>
    long Reissued { get; }

    /// <summary>Bytes of messages sent and received so far.</summary>
    (long Sent, long Received) Traffic { get; }
}

/// <summary>The two ends of a run that is spread over processes.</summary>
public static class WorkerService
{
    /// <summary>Opens the coordinator's end: what <see cref="MetaTrainerSession"/> then runs its slots on.</summary>
    /// <param name="broker">Where.</param>
    /// <param name="options">Queue and patience.</param>
    /// <param name="configuration">Of the run; workers get it as it is.</param>
    /// <param name="tasks">Of the configuration.</param>
    /// <param name="note">Told who comes and goes.</param>
    /// <param name="stop">Asks for an end; what workers do not finish soon is then finished here.</param>
    /// <exception cref="BrokerException">The broker cannot be used, or another coordinator has the queue.</exception>
    public static IWorkerPopulation Coordinate(
        BrokerAddress broker, WorkerOptions options, RunConfiguration configuration, TaskSet tasks, Action<string> note, CancellationToken stop)
    {
        options.Validate();
        var run = Describe(configuration, tasks);
        var mailbox = RabbitMailbox.Open(broker, options.Queue, options.Lease * 1.5, note, stop);
        note($"coordinates workers on queue {options.Queue} of broker {broker}");
        return new WorkerSlots(mailbox, run, options, note, stop);
    }

    /// <summary>Works for whatever run is on the queue, until stopped.</summary>
    /// <param name="broker">Where.</param>
    /// <param name="options">Queue and patience.</param>
    /// <param name="data">This machine's data.</param>
    /// <param name="threads">Slots to run at once.</param>
    /// <param name="name">For people.</param>
    /// <param name="once">End with the first run.</param>
    /// <param name="note">Told what happens.</param>
    /// <param name="stop">Ends after the slots that are running.</param>
    /// <exception cref="BrokerException">The broker cannot be used, or a run refuses this worker.</exception>
    public static void Serve(
        BrokerAddress broker, WorkerOptions options, DataFolder data, int threads, string name, bool once, Action<string> note, CancellationToken stop)
    {
        options.Validate();
        using var mailbox = RabbitMailbox.Open(broker, $"{options.Queue}.worker.{Guid.NewGuid():N}", TimeSpan.Zero, note, stop);
        note($"worker {name} with {threads} threads serves queue {options.Queue} of broker {broker}");
        new SlotWorker(mailbox, data, threads, name, options, once, note).Run(stop);
    }

    internal static RunDescription Describe(RunConfiguration configuration, TaskSet tasks) => new(
        configuration.ToJson(), Fingerprints.Data(tasks.Tasks), Fingerprints.Arithmetic(tasks.Tasks, MetaTrainerSession.CreateRule(configuration, tasks)));
}
