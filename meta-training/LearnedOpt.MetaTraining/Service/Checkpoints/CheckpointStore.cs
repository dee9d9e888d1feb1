using System.Security.Cryptography;

namespace LearnedOpt.MetaTraining.Service;

/// <summary>
/// Checkpoints of one run, each in a folder of its own. A checkpoint is written under another name: state, flushed and read
/// back; manifest with its SHA-256; then one rename. So a kill at any instant leaves the older ones whole and the new one
/// either absent or complete. The newest few and the best are kept.
/// </summary>
/// <param name="folder">Made when the first checkpoint is saved.</param>
/// <param name="keep">Newest checkpoints to keep.</param>
/// <param name="program">Version of the program, for the manifest.</param>
public sealed class CheckpointStore(string folder, int keep, string program)
{
    private const string Writing = ".writing-", Aside = "aside-";

    /// <summary>The last checkpoint saved or chosen here.</summary>
    public Checkpoint? Last { get; private set; }

    /// <summary>Bytes of the last state saved here.</summary>
    public long LastBytes { get; private set; }

    /// <summary>Saves a state and removes checkpoints that are neither new nor best.</summary>
    /// <param name="step">Outer steps done.</param>
    /// <param name="bestStep">Step of the best checkpoint, which is kept; may be this one.</param>
    /// <param name="write">Writes the state.</param>
    /// <exception cref="IOException">Nothing was saved, and older checkpoints are as they were.</exception>
    public Checkpoint Save(long step, long bestStep, Action<BinaryWriter> write)
    {
        var target = new Checkpoint(Path.Combine(folder, Checkpoint.NameOf(step)), step);
        var temporary = new Checkpoint(Path.Combine(folder, Writing + Checkpoint.NameOf(step)), step);
        try
        {
            Directory.CreateDirectory(folder);
            Remove(temporary.Folder);
            Directory.CreateDirectory(temporary.Folder);
            var (bytes, hash) = WriteState(temporary.State, write);
            if (CheckpointManifest.Hash(temporary.State) != hash) throw new IOException("what was written does not read back the same; the disk is failing");
            new CheckpointManifest(CheckpointManifest.FormatName, CheckpointManifest.CurrentVersion, step, bytes, hash, program, DateTimeOffset.UtcNow).Write(temporary.Manifest);
            Remove(target.Folder);
            Directory.Move(temporary.Folder, target.Folder);
            (Last, LastBytes) = (target, bytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            TryRemove(temporary.Folder);
            throw new IOException($"checkpoint of step {step:N0} cannot be written to {folder} ({Reason(fault)})", fault);
        }

        Prune(bestStep);
        return target;
    }

    /// <summary>
    /// Takes the newest checkpoint that is valid and that <paramref name="load"/> accepts, and sets aside damaged ones.
    /// </summary>
    /// <param name="load">Loads a state, all or nothing; an <see cref="InvalidDataException"/> passes on to the next older one.</param>
    /// <param name="skipped">Newer ones that were passed over, and why.</param>
    /// <returns>Null where there is none.</returns>
    public Checkpoint? LoadNewest(Action<Checkpoint> load, out IReadOnlyList<SkippedCheckpoint> skipped)
    {
        var passed = new List<SkippedCheckpoint>();
        skipped = passed;
        foreach (var checkpoint in All())
        {
            if (TryLoad(checkpoint, load) is not { } reason) return Last = checkpoint;
            passed.Add(new SkippedCheckpoint(checkpoint, reason));
        }

        return null;
    }

    /// <summary>Takes one checkpoint.</summary>
    /// <returns>Why it cannot be used; null where it was loaded.</returns>
    public string? TryLoad(Checkpoint checkpoint, Action<Checkpoint> load)
    {
        if (CheckpointManifest.FaultOf(checkpoint) is { } fault) return fault;
        try
        {
            load(checkpoint);
            Last = checkpoint;
            return null;
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            return damage.Message.TrimEnd('.');
        }
    }

    /// <summary>Checkpoints by name, newest first, valid or not.</summary>
    public IReadOnlyList<Checkpoint> All() => Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder).Select(Checkpoint.At).OfType<Checkpoint>().OrderByDescending(checkpoint => checkpoint.Step)]
        : [];

    /// <summary>
    /// After a checkpoint was chosen: removes what an interrupted writer left, and renames checkpoints that are newer than
    /// the chosen one, damaged or left behind by going back, so that later ones cannot be taken for them.
    /// </summary>
    public void SetAside(Checkpoint? chosen)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var leftover in Directory.GetDirectories(folder, Writing + "*")) Remove(leftover);
        foreach (var newer in All().Where(checkpoint => checkpoint.Step > (chosen?.Step ?? -1)))
        {
            var aside = Path.Combine(folder, Aside + newer.Name);
            Remove(aside);
            Directory.Move(newer.Folder, aside);
        }
    }

    /// <summary>Requires room for as many more states like the last as will be kept.</summary>
    /// <exception cref="IOException">There is less.</exception>
    public void RequireSpace()
    {
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        var needed = (keep + 1) * LastBytes;
        if (free < needed)
            throw new IOException($"{folder} has {free >> 20:N0} MiB free, and {keep + 1} checkpoints of {LastBytes >> 20:N0} MiB need {needed >> 20:N0}; free some space, choose another folder or keep fewer (checkpoints.keep)");
    }

    private static (long Bytes, string Hash) WriteState(string path, Action<BinaryWriter> write)
    {
        using var sha = SHA256.Create();
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        using (var hashing = new CryptoStream(file, sha, CryptoStreamMode.Write, leaveOpen: true))
        using (var buffered = new BufferedStream(hashing, 1 << 20))
        using (var writer = new BinaryWriter(buffered))
            write(writer);
        file.Flush(flushToDisk: true);
        return (file.Length, Convert.ToHexStringLower(sha.Hash!));
    }

    private void Prune(long bestStep)
    {
        foreach (var old in All().Skip(keep).Where(checkpoint => checkpoint.Step != bestStep)) TryRemove(old.Folder);
    }

    // The manifest first: what is half removed must not look whole.
    private static void Remove(string path)
    {
        if (!Directory.Exists(path)) return;
        File.Delete(Path.Combine(path, "manifest.json"));
        Directory.Delete(path, recursive: true);
    }

    private static void TryRemove(string path)
    {
        try
        {
            Remove(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It costs space only, and the next save tries again.
        }
    }

    private static string Reason(Exception fault) => (fault.InnerException ?? fault).Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
