using System.Net.Sockets;
using System.Text.Json;
using LearnedOpt.MetaTraining.Service;
using Microsoft.Extensions.Logging;

namespace LearnedOpt.Host.Tests;

public sealed class MetaTrainDisplayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("learnedopt-display-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AContinuedRunShowsTheTimeThatIsReallyLeft()
    {
        var record = new StepRecord { Step = 1200, Smoothed = 0.51234, Best = double.NaN, InnerStepsPerSecond = 3400, MemoryBytes = 300L << 20 };
        var snapshot = MetaTrainHost.Snapshot(new TrainingStatus("training", record, 0.9, TimeSpan.FromMinutes(6), Diverged: 3, Checkpoint: 1100));
        Assert.Equal(
            "run  90 %  0:05, 6:00 left  outer step 1,200  meta-loss 0.5123  best -  inner steps/s 3,400  diverged 3  saved 1,100  memory 300 MiB",
            ProgressReporter.FormatLine("run", TimeSpan.FromSeconds(5), snapshot));
    }

    [Fact]
    public void BeforeTheFirstStepThePhaseIsShown() =>
        Assert.Equal("run  0:05   loading", ProgressReporter.FormatLine("run", TimeSpan.FromSeconds(5), MetaTrainHost.Snapshot(new TrainingStatus("loading"))));

    [Fact]
    public void TheLogHoldsNamedValuesAndWhatCameBeforeTheFolder()
    {
        using var log = new RunLog();
        log.CreateLogger("test").LogInformation("step {Step} of {Name}, loss {Loss}", 3, "a", double.NaN);
        var path = Path.Combine(_folder, "log.jsonl");
        log.WriteTo(path);
        log.CreateLogger("test").LogError(new IOException("full"), "ended");
        var lines = File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(3, lines[0].GetProperty("Step").GetInt32());
        Assert.Equal("step 3 of a, loss NaN", lines[0].GetProperty("message").GetString());
        Assert.Equal(JsonValueKind.Null, lines[0].GetProperty("Loss").ValueKind);
        Assert.Contains("full", lines[1].GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [LinuxFact]
    public void SystemdHearsOfStartStepsAndStop()
    {
        var path = Path.Combine(_folder, "notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        var systemd = new SystemdNotifier(path);
        systemd.Ready();
        systemd.Write(new StepRecord { Step = 12, Smoothed = 0.5 });
        systemd.Stopping();
        Assert.Equal(["READY=1", "WATCHDOG=1\nSTATUS=outer step 12, meta-loss 0.5000", "STOPPING=1"], Enumerable.Range(0, 3).Select(_ => Receive(socket)));
    }

    [Fact]
    public void WithoutSystemdNothingHappens()
    {
        new SystemdNotifier(null).Ready();
        new SystemdNotifier(Path.Combine(_folder, "nobody")).Stopping();
    }

    private static string Receive(Socket socket)
    {
        var buffer = new byte[1000];
        socket.ReceiveTimeout = 5000;
        return System.Text.Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
