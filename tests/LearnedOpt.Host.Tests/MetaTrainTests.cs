using LearnedOpt.MetaTraining.Service;
using LearnedOpt.Optimizers;
using LearnedOpt.Tasks.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LearnedOpt.Host.Tests;

public sealed class MetaTrainTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("learnedopt-service-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static TheoryData<string> Presets => [.. ConfigurationFile.Presets(Launcher.RepositoryRoot)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void EveryPresetDryRuns(string name)
    {
        var run = TestProgram.Run("meta-train", "--config", name, "--dry-run");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        // What it prints is a configuration again, and the same one.
        Assert.Equal(run.Output, RunConfiguration.Read(name, ConfigurationText.Parse(name, run.Output, [])).ToJson());
    }

    [Fact]
    public void EveryTaskOfThePaperHasThreeSizesAndThereIsAMixture() => Assert.Equal(
        (from task in (string[])["cnn", "mixed", "mlp", "rnn", "transformer"] from size in (string[])["10m", "1h", "night"] select $"{task}-{size}"),
        ConfigurationFile.Presets(Launcher.RepositoryRoot).Where(name => name.EndsWith("-10m") || name.EndsWith("-1h") || name.EndsWith("-night")));

    [Fact]
    public void ARunLeavesWeightsAndItsOutputHasNoEscapes()
    {
        var run = Train("--steps", "6");
        Assert.True(run.Code == ExitCode.Ok, run.Error);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Contains("finished at outer step 6", run.Output, StringComparison.Ordinal);
        Assert.Equal("unf-adam", RuleFile.Read(Path.Combine(Folder, "weights.safetensors")).Rule.Name);
        Assert.All((string[])["configuration.json", "metrics.jsonl", "log.jsonl", "heartbeat.json", "best.safetensors"], name => Assert.True(File.Exists(Path.Combine(Folder, name)), name));
        Assert.False(File.Exists(Path.Combine(Folder, "run.owner.json")));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(Folder, "tensorboard"), "events.out.tfevents.*"));
    }

    [Fact]
    public void AResumedRunEndsAtTheSameThetaOnAnyNumberOfThreads()
    {
        Assert.Equal(ExitCode.Ok, Train("--steps", "8", "--threads", "2").Code);
        var theta = RuleFile.Read(Path.Combine(Folder, "weights.safetensors")).Theta;
        Directory.Delete(Folder, recursive: true);
        // The schedule of the learning rate belongs to the limit, so the first sitting is cut short and not limited.
        using var stop = new CancellationTokenSource();
        using var watch = new Timer(_ =>
        {
            if (Directory.Exists(Path.Combine(Folder, "checkpoints", "step-000000000002"))) stop.Cancel();
        }, null, 0, 1);
        Assert.Equal(ExitCode.Ok, TestProgram.Run(CommandRegistry.All, stop.Token, [.. Arguments, "--steps", "8", "--threads", "1"]).Code);
        var resumed = TestProgram.Run("meta-train", "--out", Folder, "--resume", "auto", "--threads", "1");
        Assert.True(resumed.Code == ExitCode.Ok, resumed.Error);
        Assert.Equal(theta, RuleFile.Read(Path.Combine(Folder, "weights.safetensors")).Theta);
    }

    [Fact]
    public void ASecondProcessIsRefusedWithTheNameOfTheFirst()
    {
        Directory.CreateDirectory(Folder);
        using (RunLock.Take(Folder))
        {
            var run = Train("--steps", "2", "--resume", "auto");
            Assert.Equal(ExitCode.Storage, run.Code);
            Assert.Contains($"in use by process {Environment.ProcessId} on {Environment.MachineName}", run.Error, StringComparison.Ordinal);
        }
        Assert.Equal(ExitCode.Ok, Train("--steps", "2", "--resume", "auto").Code);
    }

    [Theory]
    [InlineData("no-such-preset", "presets")]
    [InlineData("mlp-10m --set estimator.sigma=-1 --set nonsense=2", "estimator.sigma must be")]
    [InlineData("mlp-10m --set estimator.sigma=-1 --set nonsense=2", "there is no key 'nonsense'")]
    [InlineData("mlp-10m --set rule.settings.Nope=1", "rule.settings")]
    [InlineData("mlp-10m --set tasks=mlp/mnist-8?nope=1", "nope")]
    [InlineData("mlp-10m --minutes 1 --steps 1", "exclude each other")]
    [InlineData("mlp-10m --set estimator.name=truncated-backprop --set estimator.shaping.kind=none --broker amqp://localhost:1", "truncated-backprop runs in one process")]
    public void AFaultOfTheUserIsOneLineBeforeAnythingIsWritten(string words, string expected)
    {
        var run = TestProgram.Run(["meta-train", "--dry-run", "--out", Folder, "--config", .. words.Split(' ')]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("learnedopt: ", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void AnInputThatFailsInTheBackgroundSetsTheExitCode()
    {
        // The fault is on the service's thread, after the host has started.
        var run = Train("--steps", "2", "--set", "rule.start=" + Path.Combine(_root, "missing.safetensors"));
        Assert.Equal(ExitCode.Data, run.Code);
        Assert.Contains("missing.safetensors", run.Error, StringComparison.Ordinal);
    }

    /// <summary>What makes it a Windows service does nothing where no service control manager has started it.</summary>
    [Fact]
    public void OutsideOfTheServiceControlManagerTheCommandKeepsItsLifetime()
    {
        using var stop = new CancellationTokenSource();
        var quiet = Terminal.Create(TextWriter.Null, redirected: true, plain: false, _ => null);
        var configuration = ConfigurationFile.Read(Launcher.RepositoryRoot, "mlp-10m", folder: null, []);
        using var host = MetaTrainHost.Build(new ProgramContext { Out = quiet, Error = quiet, Stop = stop.Token }, new MetaTrainOptions(configuration, Folder, Resume: null, DataFolder.Embedded, Threads: 1));
        Assert.IsType<CommandLifetime>(host.Services.GetRequiredService<IHostLifetime>());
        Assert.IsType<RunLog>(Assert.Single(host.Services.GetServices<ILoggerProvider>()));
    }

    private string Folder => Path.Combine(_root, "run");

    private string[] Arguments =>
    [
        "meta-train", "--config", "mlp-10m", "--out", Folder, "--set", "estimator.pairs=2", "--set", "estimator.window=2", "--set", "horizon.shortest=4",
        "--set", "horizon.longest=12", "--set", "checkpoints.everySteps=1", "--set", "rule.settings.Channels=4",
    ];

    private TestProgram Train(params string[] more) => TestProgram.Run([.. Arguments, .. more]);
}
