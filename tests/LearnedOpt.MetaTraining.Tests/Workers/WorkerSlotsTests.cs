using LearnedOpt.MetaTraining.Service;
using LearnedOpt.MetaTraining.Workers;
using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;

namespace LearnedOpt.MetaTraining.Tests.Workers;

/// <summary>Wherever slots run and whatever befalls them there, the state of the run is that of a single process, byte for byte.</summary>
public sealed class WorkerSlotsTests : WorkerFixture
{
    public static TheoryData<string> Estimators => ["nres", "pes", "truncated-es", "full-es"];

    [Theory]
    [MemberData(nameof(Estimators))]
    public void AnyNumberOfWorkersGivesTheSameBytes(string estimator)
    {
        var configuration = Configure($"estimator.name={estimator}", "estimator.shaping.kind=ranks", "objective.measure=final");
        for (var workers = 1; workers <= 4; workers *= 2)
        {
            while (workers > Started) StartWorker($"w{++Started}");
            Assert.Equal(Alone(configuration, 14), Together(configuration, 14));
        }
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void WorkersThatDieLeaveAndJoinChangeNothing(string estimator)
    {
        var configuration = Configure($"estimator.name={estimator}", "mixing.assignment=sampled");
        var (current, ended) = (StartWorker("w0"), 0);
        StartWorker("steady");
        var bytes = Together(configuration, 60, (step, _) =>
        {
            // Only one that has joined can go, and on a busy machine that takes a while; so does its farewell.
            Thread.Sleep(Noted($"worker w{ended} joined") && (step < 40 || Noted("leaves")) ? 10 : 200);
            if (ended == 3 || step < 10 * ended || !Noted($"worker w{ended} joined")) return;
            if (ended == 1) Kill(current);
            else Stop(current);
            current = StartWorker($"w{++ended}");
        });
        Assert.Equal(3, ended);
        Assert.Equal(Alone(configuration, 60), bytes);
        Assert.Contains(Notes, note => note.Contains("is gone", StringComparison.Ordinal));
        Assert.Contains(Notes, note => note.Contains("leaves", StringComparison.Ordinal));
    }

    [Fact]
    public void TheOnlyWorkerMayDieInTheMiddleOfAStep()
    {
        var configuration = Configure("estimator.name=pes");
        var answers = 0;
        string current = StartWorker("w0");
        Office.Copies = (to, message) =>
        {
            if (to == Options.Queue && Envelope.Open(message).Kind == MessageKind.Done && Interlocked.Increment(ref answers) % 17 == 0)
            {
                Kill(current);
                current = StartWorker($"w{answers}");
                return 0;
            }

            return 1;
        };
        Assert.Equal(Alone(configuration, 12), Together(configuration, 12));
        Assert.True(answers > 17);
    }

    [Fact]
    public void WhatALostWorkerDidIsDoneAgainInPiecesThatComeHome()
    {
        // Otherwise workers that live for less than it takes would never get on.
        var configuration = Configure("estimator.name=pes");
        var options = Options with { StateSteps = 50, StateTime = TimeSpan.FromHours(1), Piece = TimeSpan.Zero };
        var (current, ended, largest, pieces) = (StartWorker("w0"), 0, 0, 0);
        Office.Copies = (to, message) =>
        {
            if (to == Options.Queue || Envelope.Open(message) is not { Kind: MessageKind.Work } envelope) return 1;
            var work = envelope.Read(WorkMessage.Read);
            largest = Math.Max(largest, work.Thetas.Count);
            // In the middle of the step, and again in the middle of making up for it.
            if (work.From == 19 || (work.From == 7 && ended == 1)) pieces++;
            if (pieces == 2 * ended + 2 && ended < 2)
            {
                Kill(current);
                current = StartWorker($"w{++ended}");
            }

            return 1;
        };
        Assert.Equal(Alone(configuration, 25), Together(configuration, 25, options: options));
        Assert.Equal((2, 1), (ended, largest));
    }

    [Fact]
    public void ARequestThatNeverReachedTheOnlyWorkerIsSentAgain()
    {
        var configuration = Configure();
        var requests = 0;
        Office.Copies = (to, message) => to != Options.Queue && Envelope.Open(message).Kind == MessageKind.Work && ++requests == 9 ? 0 : 1;
        StartWorker("a");
        Assert.Equal(Alone(configuration, 8), Together(configuration, 8));
        Assert.Contains(Notes, note => note.Contains("has not got on", StringComparison.Ordinal));
    }

    [Fact]
    public void DoubledMessagesCountOnceAndLostOnesAreAskedForAgain()
    {
        var configuration = Configure("estimator.name=pes");
        var random = new Random(3);
        Office.Copies = (_, message) =>
        {
            lock (random) return random.Next(40) switch { 0 when Envelope.Open(message).Kind is MessageKind.Work or MessageKind.Done => 0, < 12 => 2, _ => 1 };
        };
        StartWorker("a");
        StartWorker("b");
        Assert.Equal(Alone(configuration, 10), Together(configuration, 10));
        Assert.Empty(Faults);
    }

    [Fact]
    public void ABrokerThatRestartsChangesNothing()
    {
        var configuration = Configure();
        StartWorker("a");
        StartWorker("b");
        using var end = new CancellationTokenSource();
        var restarts = new Thread(() =>
        {
            while (!end.Token.WaitHandle.WaitOne(15)) Office.Restart();
        });
        restarts.Start();
        var bytes = Together(configuration, 60);
        end.Cancel();
        restarts.Join();
        Assert.Equal(Alone(configuration, 60), bytes);
        Assert.Contains("the broker is back", Notes);
        Assert.Empty(Faults);
    }

    [Fact]
    public void AWorkerThatHangsIsReplaced()
    {
        var configuration = Configure();
        using var hang = new ManualResetEventSlim(true);
        StartWorker("hangs", mailbox => new HangingMailbox(mailbox, hang));
        StartWorker("good");
        int? joined = null;
        var bytes = Together(configuration, 40, (step, _) =>
        {
            if (joined is null) Thread.Sleep(20);       // steps are short: without it they may be over before both have come
            lock (Notes) joined ??= Notes.Count(note => note.Contains("joined", StringComparison.Ordinal)) == 2 ? step : null;
            if (step == joined + 4) hang.Reset();
            if (step == joined + 9) hang.Set();
        });
        hang.Set();
        Assert.Equal(Alone(configuration, 40), bytes);
        Assert.Contains(Notes, note => note.Contains("hangs has not got on", StringComparison.Ordinal));
    }

    [Fact]
    public void ACoordinatorThatRestartsFindsItsWorkersAgain()
    {
        var configuration = Configure();
        StartWorker("a");
        var state = Together(configuration, 5);
        var bytes = Together(configuration, 6, (step, session) =>
        {
            if (step == 0) session.Load(new BinaryReader(new MemoryStream(state)));
        });
        Assert.Equal(Alone(configuration, 11), bytes);
    }

    [Fact]
    public void CheckpointsOnTheWayAreThoseOfOneProcess()
    {
        var configuration = Configure("estimator.name=pes");
        StartWorker("a");
        StartWorker("b");
        Together(configuration, 8, (step, session) => Assert.Equal(Alone(configuration, step), Save(session)));
    }

    [Fact]
    public void AStopWithoutWorkersFinishesTheStepHere()
    {
        var configuration = Configure("estimator.name=pes");
        using var stop = new CancellationTokenSource();
        using var tasks = new TaskSet(configuration, DataFolder.Embedded);
        using var pool = new WorkerPool(1);
        using var slots = new WorkerSlots(Office.Open(Options.Queue), WorkerService.Describe(configuration, tasks), Options, Note, stop.Token);
        using var session = new MetaTrainerSession(configuration, tasks, pool, slots);
        var address = StartWorker("a");
        for (var step = 0; step < 3; step++) session.Step(0);
        Kill(address);
        stop.CancelAfter(200);
        session.Step(0);
        Assert.Equal(Alone(configuration, 4), Save(session));
    }

    private bool Noted(string words)
    {
        lock (Notes) return Notes.Any(note => note.Contains(words, StringComparison.Ordinal));
    }

    private int Started { get; set; }

    /// <summary>Of a process that still has its connection, and does nothing.</summary>
    private sealed class HangingMailbox(IMailbox inside, ManualResetEventSlim free) : IMailbox
    {
        public string Address => inside.Address;

        public (long Sent, long Received) Traffic => inside.Traffic;

        public void Send(string address, byte[] message)
        {
            free.Wait();
            inside.Send(address, message);
        }

        public MailboxEvent? Receive(TimeSpan patience)
        {
            free.Wait();
            return inside.Receive(patience);
        }

        public void Dispose() => inside.Dispose();
    }
}
