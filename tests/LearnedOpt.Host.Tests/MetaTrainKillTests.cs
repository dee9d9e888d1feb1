using System.Diagnostics;
using LearnedOpt.Optimizers;

namespace LearnedOpt.Host.Tests;

/// <summary>The program as a process of its own, killed without warning.</summary>
public sealed class MetaTrainKillTests : IDisposable
{
    private const int Kills = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _root = Directory.CreateTempSubdirectory("learnedopt-kill-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void AfterEveryKillAValidCheckpointIsFoundAndTheEndIsTheSame()
    {
        Assert.Equal(0, Finish(Start("straight")));
        var (random, killed) = (new Random(7), 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = Start("killed");
            var before = Newest("killed");
            var patience = Stopwatch.StartNew();
            // Some way into the sitting, at a random moment of stepping and saving.
            while (Newest("killed") == before && !process.HasExited && patience.Elapsed < Patience) Thread.Sleep(2);
            Thread.Sleep(random.Next(60));
            if (!process.HasExited) killed++;
            process.Kill();
            process.WaitForExit();
        }

        Assert.True(killed > 0, "the run ended before it could be killed");

        Assert.Equal(0, Finish(Start("killed")));
        Assert.Equal(Theta("straight"), Theta("killed"));
    }

    [LinuxFact]
    public void ATerminatedRunSavesAndSaysHowToGoOn()
    {
        using var process = Start("stopped");
        var patience = Stopwatch.StartNew();
        while (Newest("stopped") is null or "step-000000000000" && !process.HasExited && patience.Elapsed < Patience) Thread.Sleep(5);
        Launcher.Terminate(process);
        Assert.True(process.WaitForExit(Patience));
        Assert.Equal(0, process.ExitCode);
        Assert.True(File.Exists(Path.Combine(_root, "stopped", "weights.safetensors")));
        Assert.Contains("\"state\":\"ended\"", File.ReadAllText(Path.Combine(_root, "stopped", "heartbeat.json")), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_root, "stopped", "run.owner.json")));
    }

    private float[] Theta(string name) => RuleFile.Read(Path.Combine(_root, name, "weights.safetensors")).Theta;

    private string? Newest(string name) => Directory.Exists(Path.Combine(_root, name, "checkpoints"))
        ? Directory.GetDirectories(Path.Combine(_root, name, "checkpoints"), "step-*").Select(Path.GetFileName).Max(StringComparer.Ordinal) : null;

    private Process Start(string name)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "LearnedOpt.Host.dll"), "meta-train", "--config", "mlp-10m", "--out", Path.Combine(_root, name), "--resume", "auto",
            "--steps", "400", "--threads", "1", "--set", "estimator.pairs=1", "--set", "estimator.window=1", "--set", "horizon.shortest=4", "--set", "horizon.longest=12",
            "--set", "checkpoints.everySteps=2", "--set", "rule.settings.Channels=4", "--set", "name=kill",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment.Remove("LEARNEDOPT_DATA");
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static int Finish(Process process)
    {
        using (process)
        {
            if (process.WaitForExit(Patience)) return process.ExitCode;
            process.Kill();
            return -1;
        }
    }
}
