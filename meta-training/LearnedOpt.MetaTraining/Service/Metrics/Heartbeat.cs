using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LearnedOpt.Checkpoints;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>
/// heartbeat.json: when the last outer step ended, and which. It is written after steps and not by a timer, so that a run
/// that hangs looks as it is. Watchers compare <c>time</c> with their clock.
/// </summary>
/// <param name="folder">Run folder.</param>
/// <param name="interval">Least time between two writes.</param>
public sealed class Heartbeat(string folder, TimeSpan interval) : IMetricSink
{
    private const string FileName = "heartbeat.json";
    private long _written;
    private long _step;

    public string Name => FileName;

    public void Write(in StepRecord record)
    {
        _step = record.Step;
        if (_written == 0 || Stopwatch.GetElapsedTime(_written) >= interval) Write("running");
    }

    public void Flush()
    {
    }

    /// <summary>Says that the run is no longer running.</summary>
    public void Dispose() => Write("ended");

    /// <summary>Time since the last heartbeat of a run folder, by the file's clock; null where there is none.</summary>
    internal static TimeSpan? Age(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, FileName));
        return file.Exists ? (DateTime.UtcNow - file.LastWriteTimeUtc).Duration() : null;
    }

    private void Write(string state)
    {
        _written = Stopwatch.GetTimestamp();
        AtomicFile.WriteText(Path.Combine(folder, FileName), string.Create(CultureInfo.InvariantCulture,
            $"{{\"time\":\"{DateTimeOffset.UtcNow:O}\",\"step\":{_step},\"state\":\"{state}\",\"process\":{Environment.ProcessId},\"host\":{JsonSerializer.Serialize(Environment.MachineName)}}}\n"));
    }
}
