using LearnedOpt.Optimizers;

namespace LearnedOpt.Host.Tests;

/// <summary>Workers as processes over a real broker: theta is that of one process, byte for byte.</summary>
public sealed class WorkerTests(PrivateBroker broker) : IClassFixture<PrivateBroker>, IDisposable
{
    private const int MostKills = 3;
    private static readonly Lock Once = new();
    private static float[]? alone;

    private readonly string _root = Directory.CreateTempSubdirectory("learnedopt-workers-").FullName;
    private readonly List<WorkerProcess> _workers = [];

    public void Dispose()
    {
        foreach (var worker in _workers) worker.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [LinuxTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task WorkersThatAreKilledGiveTheThetaOfOneProcess(int count)
    {
        var queue = $"killed-{count}";
        broker.Start();
        for (var i = 0; i < count; i++) StartWorker(queue, tls: i == 1);
        var run = Task.Run(() => Train(queue));
        var killed = 0;
        while (!run.IsCompleted)
        {
            // One that is some way into its work; another takes its place.
            var victim = _workers.FirstOrDefault(worker => !worker.HasExited && worker.Says("at work"));
            if (killed < MostKills && victim is not null)
            {
                await Task.Delay(150 + 100 * killed);
                if (run.IsCompleted) break;
                _workers.Remove(victim);
                victim.Dispose();
                killed++;
                StartWorker(queue);
            }

            Assert.All(_workers, worker => Assert.False(worker.HasExited, worker.Output));
            await Task.Delay(20);
        }

        var result = await run;
        Assert.True(result.Code == ExitCode.Ok, result.Error + result.Output);
        Assert.Equal(Alone(), Theta(queue));
        Assert.True(killed > 0, "the run ended before any worker could be killed");
        Assert.Contains("is gone", result.Output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task ABrokerThatRestartsInTheMiddleChangesNothing()
    {
        broker.Start();
        StartWorker("restarted", once: true);
        StartWorker("restarted", once: true);
        var run = Task.Run(() => Train("restarted"));
        _workers[0].WaitFor("at work");
        broker.Stop();
        _workers[0].WaitFor("the connection to the broker is lost");
        broker.Start();
        var result = await run;
        Assert.True(result.Code == ExitCode.Ok, result.Error + result.Output);
        Assert.Contains("the broker is back", result.Output, StringComparison.Ordinal);
        Assert.Equal(Alone(), Theta("restarted"));
        Assert.All(_workers, worker => Assert.True(worker.WaitForExit() == 0, worker.Output));
    }

    [LinuxFact]
    public void AWorkerThatIsStoppedGoesWithoutAFault()
    {
        StartWorker("stopped");
        _workers[0].WaitFor("no run on queue stopped yet");
        _workers[0].Terminate();
        Assert.Equal(0, _workers[0].WaitForExit());
    }

    [LinuxFact]
    public void WhatIsWrongWithABrokerIsOneLine()
    {
        broker.Start();
        RequireFault(ExitCode.Broker, "refuses user 'guest': check user name and password", "worker", "--broker", broker.Address("guest:wrong"));
        RequireFault(ExitCode.Broker, "needs a virtual host of that name", "worker", "--broker", broker.Uri + "/nowhere");
        RequireFault(ExitCode.Broker, "cannot be reached", "worker", "--broker", "amqp://guest:hidden@127.0.0.1:1");
        RequireFault(ExitCode.Broker, "its certificate must be valid for that host name", "worker", "--broker", broker.TlsUri);
        RequireFault(ExitCode.Usage, "a broker is written amqp://", "worker", "--broker", "rabbit");
        RequireFault(ExitCode.Usage, "worker needs --broker", "worker");
        RequireFault(ExitCode.Usage, "a queue's name must be", "worker", "--broker", broker.Uri, "--queue", "a b");
    }

    [LinuxFact]
    public async Task ASecondRunOnAQueueIsRefused()
    {
        broker.Start();
        using var stop = new CancellationTokenSource();
        var first = Task.Run(() => TestProgram.Run(CommandRegistry.All, stop.Token, [.. Arguments("twice", "first").Select(word => word == "80" ? "1000000" : word)]));   // it must not end before the second comes
        var watching = new WorkerProcess(broker.Uri, "twice");
        _workers.Add(watching);
        watching.WaitFor("the run is loaded");
        RequireFault(ExitCode.Broker, "belongs to another process that is alive", Arguments("twice", "second"));
        await stop.CancelAsync();
        Assert.Equal(ExitCode.Ok, (await first).Code);
    }

    private static void RequireFault(ExitCode code, string words, params string[] arguments)
    {
        var run = TestProgram.Run(arguments);
        Assert.True(run.Code == code, run.Error);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("learnedopt: ", StringComparison.Ordinal));
    }

    private void StartWorker(string queue, bool tls = false, bool once = false)
    {
        broker.Start();
        _workers.Add(new WorkerProcess(tls ? broker.TlsUri : broker.Uri, queue, tls ? broker.Certificate : null, once ? ["--once"] : []));
    }

    private string[] Arguments(string queue, string folder) => [.. Training(Path.Combine(_root, folder)), "--broker", broker.Uri, "--queue", queue, "--lease", "2"];

    private TestProgram Train(string queue) => TestProgram.Run(Arguments(queue, queue));

    private float[] Theta(string folder) => RuleFile.Read(Path.Combine(_root, folder, "weights.safetensors")).Theta;

    private static string[] Training(string folder) =>
    [
        "meta-train", "--config", "mlp-10m", "--out", folder, "--steps", "80", "--threads", "1", "--set", "name=workers", "--set", "estimator.name=pes",
        "--set", "estimator.pairs=16", "--set", "estimator.window=3", "--set", "horizon.shortest=6", "--set", "horizon.longest=60", "--set", "rule.settings.Channels=4",
    ];

    private static float[] Alone()
    {
        lock (Once)
        {
            if (alone is not null) return alone;
            var folder = Directory.CreateTempSubdirectory("learnedopt-alone-").FullName;
            Directory.Delete(folder);
            Assert.Equal(ExitCode.Ok, TestProgram.Run(Training(folder)).Code);
            alone = RuleFile.Read(Path.Combine(folder, "weights.safetensors")).Theta;
            Directory.Delete(folder, recursive: true);
            return alone;
        }
    }
}
