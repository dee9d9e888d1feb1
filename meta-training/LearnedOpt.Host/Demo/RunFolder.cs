namespace LearnedOpt.Host;

/// <summary>A folder that a command writes its results to, checked before long work begins.</summary>
internal sealed record RunFolder(string Path)
{
    /// <summary>Makes the folder, or takes an empty one, and proves that it can be written.</summary>
    /// <exception cref="UserFaultException">It cannot be written, or holds results already: nothing is overwritten.</exception>
    public static RunFolder Create(string path)
    {
        try
        {
            if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                throw UserFaultException.ForStorage($"folder '{path}' is not empty, and results are never overwritten; choose another --out");
            Directory.CreateDirectory(path);
            var probe = System.IO.Path.Combine(path, ".probe");
            System.IO.File.WriteAllText(probe, "");
            System.IO.File.Delete(probe);
            return new RunFolder(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw UserFaultException.ForStorage($"folder '{path}' cannot be written ({fault.Message.TrimEnd('.')}); choose another --out", fault);
        }
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);
}
