namespace LearnedOpt.MetaTraining.Service;

/// <summary>An event file a sitting, in a folder that TensorBoard reads as one run.</summary>
public sealed class TensorBoardSink : IMetricSink
{
    private readonly string _path;
    private readonly long _lastStep;
    private FileStream? _file;
    private EventFile? _events;

    /// <param name="folder">Made if absent.</param>
    /// <param name="lastStep">Step that the run continues at.</param>
    public TensorBoardSink(string folder, long lastStep)
    {
        _lastStep = lastStep;
        // TensorBoard orders the files of a run by name, hence the padded time in front.
        _path = Path.Combine(folder, $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():0000000000}.{Environment.MachineName}.{Environment.ProcessId}.{lastStep}");
    }

    public string Name => "the TensorBoard file";

    public void Write(in StepRecord record) => (_events ?? Open()).WriteScalars(Seconds(record.Time), record.Step,
    [
        ("meta/loss", record.MetaLoss),
        ("meta/loss_smoothed", record.Smoothed),
        ("meta/gradient_norm", record.GradientNorm),
        ("meta/learning_rate", record.LearningRate),
        ("inner/diverged", record.Diverged),
        ("inner/episodes", record.Episodes),
        ("speed/inner_steps_per_second", record.InnerStepsPerSecond),
        ("speed/memory_mib", record.MemoryBytes / (double)(1 << 20)),
    ]);

    public void Flush()
    {
        try
        {
            _file?.Flush();
        }
        catch (IOException)
        {
            Close();
            throw;
        }
    }

    public void Dispose() => _file?.Dispose();

    private EventFile Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        // After a failed write there may be half a record, at which readers stop: go on in a file of another name.
        var path = Enumerable.Range(0, int.MaxValue).Select(i => i == 0 ? _path : $"{_path}.{i}").First(candidate => !File.Exists(candidate));
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 14);
        _events = new EventFile(_file);
        var now = Seconds(DateTimeOffset.UtcNow);
        _events.WriteVersion(now);
        if (_lastStep > 0) _events.WriteSessionStart(now, _lastStep + 1);
        return _events;
    }

    private void Close()
    {
        var broken = _file;
        (_file, _events) = (null, null);
        try
        {
            broken?.Dispose();
        }
        catch (IOException)
        {
            // It has failed already.
        }
    }

    private static double Seconds(DateTimeOffset time) => (time.UtcDateTime - DateTime.UnixEpoch).TotalSeconds;
}
