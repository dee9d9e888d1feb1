using System.Text.Json;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>metrics.jsonl: one JSON object a line, in order of steps; numbers that are not finite are null.</summary>
public sealed class JsonLinesSink : IMetricSink
{
    private readonly string _path;
    private readonly MemoryStream _line = new();
    private FileStream? _file;

    /// <summary>Opens a file to append to.</summary>
    /// <param name="path">Made if absent.</param>
    /// <param name="lastStep">Step that the run continues at: later lines, and a torn last one, are taken out.</param>
    public JsonLinesSink(string path, long lastStep)
    {
        _path = path;
        Trim(path, lastStep);
        Open();
    }

    public string Name => Path.GetFileName(_path);

    public void Write(in StepRecord record)
    {
        _line.SetLength(0);
        using (var json = new Utf8JsonWriter(_line))
        {
            json.WriteStartObject();
            json.WriteNumber("step", record.Step);
            Number(json, "metaLoss", record.MetaLoss);
            Number(json, "smoothed", record.Smoothed);
            Number(json, "best", record.Best);
            Number(json, "gradientNorm", record.GradientNorm);
            Number(json, "learningRate", record.LearningRate);
            json.WriteNumber("innerSteps", record.InnerSteps);
            json.WriteNumber("diverged", record.Diverged);
            json.WriteNumber("episodes", record.Episodes);
            json.WriteNumber("skipped", record.Skipped);
            Number(json, "seconds", Math.Round(record.Seconds, 3));
            Number(json, "innerStepsPerSecond", Math.Round(record.InnerStepsPerSecond, 1));
            json.WriteNumber("memoryMiB", record.MemoryBytes >> 20);
            json.WriteString("time", record.Time.UtcDateTime);
            json.WriteEndObject();
        }

        _line.WriteByte((byte)'\n');
        _line.WriteTo(_file ?? Open());
    }

    public void Flush()
    {
        try
        {
            _file?.Flush();
        }
        catch (IOException)
        {
            Reopen();
            throw;
        }
    }

    public void Dispose() => _file?.Dispose();

    // What was buffered is lost with a full disk; a line that was half written is taken out before the next.
    private void Reopen()
    {
        var broken = _file;
        _file = null;
        try
        {
            broken?.Dispose();
        }
        catch (IOException)
        {
            // It has failed already.
        }

        Trim(_path, long.MaxValue);
    }

    private FileStream Open() => _file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, 1 << 14);

    /// <summary>Keeps whole lines up to a step.</summary>
    internal static void Trim(string path, long lastStep)
    {
        if (!File.Exists(path)) return;
        long keep = 0, at = 0;
        var bytes = File.ReadAllBytes(path);
        for (int end; (end = Array.IndexOf(bytes, (byte)'\n', (int)at)) >= 0; at = end + 1)
            if (StepOf(bytes.AsSpan((int)at, end - (int)at)) is { } step && step <= lastStep) keep = end + 1;
            else break;
        if (keep == bytes.Length) return;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        file.SetLength(keep);
        file.Flush(flushToDisk: true);
    }

    private static long? StepOf(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return JsonElement.TryParseValue(ref reader, out var value) && value.Value.ValueKind == JsonValueKind.Object
                && value.Value.TryGetProperty("step", out var step) && step.TryGetInt64(out var number) ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
