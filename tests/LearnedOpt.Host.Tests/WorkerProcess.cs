using System.Diagnostics;

namespace LearnedOpt.Host.Tests;

/// <summary>A worker as a process of its own.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<string> _lines = [];

    public WorkerProcess(string broker, string queue, string? certificate = null, params string[] more)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "LearnedOpt.Host.dll"), "worker", "--queue", queue, "--threads", "1", .. more])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment[BrokerOptions.Variable] = broker;
        start.Environment.Remove("LEARNEDOPT_DATA");
        if (certificate is not null) start.Environment["SSL_CERT_FILE"] = certificate;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    public bool Says(string words) => Output.Contains(words, StringComparison.Ordinal);

    public void WaitFor(string words)
    {
        var patience = Stopwatch.StartNew();
        while (!Says(words))
        {
            Assert.False(_process.HasExited && !Says(words), Output);
            Assert.True(patience.Elapsed < Patience, Output);
            Thread.Sleep(10);
        }
    }

    public int WaitForExit()
    {
        Assert.True(_process.WaitForExit(Patience), Output);
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Terminate() => Launcher.Terminate(_process);

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (_lines) _lines.Add(line);
    }
}
