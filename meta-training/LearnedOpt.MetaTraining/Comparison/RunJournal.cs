using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LearnedOpt.Tasks;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>
/// Finished runs on disk, one JSON line each, so that a comparison that was interrupted goes on where it was. A run is found again
/// only under the same task, data, rule, theta, rate, seed and length. Safe to use from several threads.
/// </summary>
public sealed class RunJournal : IDisposable
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly StreamWriter _writer;
    private readonly FileStream _lock;

    /// <summary>Opens or begins a journal. A line that was cut short by a crash is passed over.</summary>
    /// <exception cref="IOException">The file cannot be read or written, or another comparison is writing to it.</exception>
    public RunJournal(string path)
    {
        _lock = Lock(path);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        using (var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true))
            while (reader.ReadLine() is { } line)
                if (Parse(line) is { } entry) _entries[entry.Key] = entry;
        _writer = new StreamWriter(stream, new UTF8Encoding(false));
        if (stream.Length == 0) return;
        stream.Seek(0, SeekOrigin.End);
        _writer.WriteLine(); // after a line that was cut short, or an empty one
    }

    /// <summary>Runs that it has.</summary>
    public int Count
    {
        get
        {
            lock (_entries) return _entries.Count;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _lock.Dispose();
    }

    internal static string Key(ITask task, Contender contender, ComparisonPlan plan, string phase, int seed)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"1\n{task.Name}\n{task.DataSource}\n{contender.Rule.Name}\n{contender.Rule.Settings}\n{contender.LearningRate:R}\n{contender.Schedule}\n{plan.Steps}\n{plan.Seed}\n{phase}\n{seed}\n");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData(MemoryMarshal.AsBytes(contender.Theta.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal TrainingRun? Find(string key, Contender contender, int seed, int steps)
    {
        Entry? entry;
        lock (_entries) _entries.TryGetValue(key, out entry);
        if (entry is null) return null;
        var losses = new float[steps];
        return Convert.TryFromBase64String(entry.Losses, MemoryMarshal.AsBytes(losses.AsSpan()), out var written) && written == steps * sizeof(float)
            ? new TrainingRun(contender, seed, losses, entry.Seconds)
            : null;
    }

    /// <exception cref="IOException">The disk is full, or the file has gone.</exception>
    internal void Add(string key, TrainingRun run)
    {
        var entry = new Entry(key, run.Contender.Name, run.Seconds, Convert.ToBase64String(MemoryMarshal.AsBytes(run.Losses.AsSpan())));
        lock (_entries)
        {
            _entries[key] = entry;
            _writer.WriteLine(JsonSerializer.Serialize(entry, JsonSerializerOptions.Web));
            _writer.Flush();
        }
    }

    // A file of its own: the journal may be read while it is written. The system lets go of it when the process ends.
    private static FileStream Lock(string path)
    {
        var beside = Path.Combine(Path.GetDirectoryName(path) ?? "", ".lock");
        try
        {
            return new FileStream(beside, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException fault) when (File.Exists(beside))
        {
            throw new IOException($"another comparison is writing to {path}; wait for it, or choose another folder", fault);
        }
    }

    private static Entry? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<Entry>(line, JsonSerializerOptions.Web) is { Key: not null, Losses: not null } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Entry(string Key, string Optimizer, double Seconds, string Losses);
}
