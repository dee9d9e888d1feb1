using System.Diagnostics;
using System.Text.Json;
using LearnedOpt.Checkpoints;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>
/// Makes a process the only writer of a run folder. The operating system's lock on <c>run.lock</c> ends with the process,
/// however it ends; <c>run.owner.json</c> says who holds it, for messages and for disks where locks do not reach other
/// machines.
/// </summary>
public sealed class RunLock : IDisposable
{
    internal const string FileName = "run.lock";

    private readonly FileStream _lock;
    private readonly string _ownerPath;

    private RunLock(FileStream held, string ownerPath, RunOwner? previous) => (_lock, _ownerPath, Previous) = (held, ownerPath, previous);

    /// <summary>The owner that ended without letting go (killed, or the machine went down); null after a clean end.</summary>
    public RunOwner? Previous { get; }

    /// <summary>Takes the folder, which must exist.</summary>
    /// <param name="folder">Run folder.</param>
    /// <param name="staleAfter">A process on another machine counts as gone when its heartbeat is older than this.</param>
    /// <exception cref="RunInUseException">Another process has it.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static RunLock Take(string folder, TimeSpan? staleAfter = null)
    {
        var ownerPath = Path.Combine(folder, "run.owner.json");
        var held = Open(Path.Combine(folder, FileName)) ?? throw new RunInUseException(folder, RunOwner.Read(ownerPath));
        try
        {
            var owner = RunOwner.Read(ownerPath);
            if (owner is not null && IsAlive(owner, folder, staleAfter ?? TimeSpan.FromMinutes(15))) throw new RunInUseException(folder, owner);
            AtomicFile.WriteText(ownerPath, JsonSerializer.Serialize(RunOwner.Current()) + "\n");
            return new RunLock(held, ownerPath, owner);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_ownerPath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next owner finds a process that is gone.
        }

        _lock.Dispose();
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path) && CanWriteBeside(path))
        {
            return null;
        }
    }

    // Tells a lock held by another process from a folder that cannot be written.
    private static bool CanWriteBeside(string path)
    {
        try
        {
            var probe = path + ".probe";
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsAlive(RunOwner owner, string folder, TimeSpan staleAfter)
    {
        if (owner.Host != Environment.MachineName)
            return Heartbeat.Age(folder) is { } age && age < staleAfter;
        if (owner.Process == Environment.ProcessId) return false;
        try
        {
            using var process = Process.GetProcessById(owner.Process);
            // Numbers are used again; the time of the start tells a namesake. A clock set anew shifts it, hence the slack.
            return !process.HasExited && (process.StartTime.ToUniversalTime() - owner.Started.UtcDateTime).Duration() < TimeSpan.FromSeconds(5);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>Who writes to a run folder.</summary>
/// <param name="Process">Process number.</param>
/// <param name="Host">Machine.</param>
/// <param name="Started">When the process started.</param>
public sealed record RunOwner(int Process, string Host, DateTimeOffset Started)
{
    public override string ToString() => $"process {Process} on {Host}, started {Started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";

    internal static RunOwner Current()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return new RunOwner(self.Id, Environment.MachineName, self.StartTime.ToUniversalTime());
    }

    internal static RunOwner? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<RunOwner>(File.ReadAllText(path)) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>A run folder has another writer.</summary>
public sealed class RunInUseException(string folder, RunOwner? owner)
    : IOException($"run folder {folder} is in use by {owner?.ToString() ?? "another process"}; stop that one first, or choose another folder");
