namespace LearnedOpt.MetaTraining.Service;

/// <summary>One saved state of a run: a folder with the state and a manifest.</summary>
/// <param name="Folder">Path.</param>
/// <param name="Step">Outer steps done.</param>
public sealed record Checkpoint(string Folder, long Step)
{
    internal const string Prefix = "step-";

    internal string State => Path.Combine(Folder, "state.bin");

    internal string Manifest => Path.Combine(Folder, "manifest.json");

    /// <summary>Name of the folder, for messages.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>The state, from its beginning; the caller disposes it. Verify first.</summary>
    public Stream Open() => new FileStream(State, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);

    internal static string NameOf(long step) => $"{Prefix}{step:000000000000}";

    /// <summary>The checkpoint in a folder; null where its name is no checkpoint's.</summary>
    internal static Checkpoint? At(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return name.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(name.AsSpan(Prefix.Length), System.Globalization.NumberStyles.None, null, out var step)
            ? new Checkpoint(folder, step) : null;
    }
}

/// <summary>A checkpoint that cannot be used, and why.</summary>
public sealed record SkippedCheckpoint(Checkpoint Checkpoint, string Reason);
