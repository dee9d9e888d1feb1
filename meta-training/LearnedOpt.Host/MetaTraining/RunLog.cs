using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace LearnedOpt.Host;

/// <summary>
/// log.jsonl in the run folder: time, level, message and the message's named values, one JSON object a line. What is logged
/// before the folder is taken waits; a log that cannot be written stops nothing.
/// </summary>
internal sealed class RunLog : ILoggerProvider
{
    private const int MostWaiting = 1000;

    private readonly ConcurrentQueue<string> _waiting = new();
    private readonly Lock _writing = new();
    private string? _path;

    /// <summary>From here on lines go to a file.</summary>
    public void WriteTo(string path)
    {
        lock (_writing)
        {
            _path = path;
            while (_waiting.TryDequeue(out var line)) Append(line);
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private void Write(string line)
    {
        lock (_writing)
        {
            if (_path is not null) Append(line);
            else if (_waiting.Count < MostWaiting) _waiting.Enqueue(line);
        }
    }

    private void Append(string line)
    {
        try
        {
            File.AppendAllText(_path!, line + "\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A full disk is told about when checkpoints fail.
        }
    }

    private sealed class Logger(RunLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var entry = new Dictionary<string, object?>
            {
                ["time"] = DateTimeOffset.UtcNow,
                ["level"] = logLevel.ToString(),
                ["category"] = category,
                ["message"] = formatter(state, exception),
            };
            if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
                foreach (var (name, value) in values)
                    if (name != "{OriginalFormat}") entry[name] = value is null or bool or int or long or float { } or double ? Finite(value) : value.ToString();
            if (exception is not null) entry["exception"] = exception.ToString();
            log.Write(JsonSerializer.Serialize(entry));
        }

        private static object? Finite(object? value) => value is double number && !double.IsFinite(number) ? null : value;
    }
}
