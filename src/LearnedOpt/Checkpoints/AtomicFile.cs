using System.Text;

namespace LearnedOpt.Checkpoints;

/// <summary>
/// Writes a file all or nothing: into a temporary file in the same folder, flushed to the disk, then renamed over the
/// target. A crash, a full disk or an exception leaves the old file as it was; readers see the old or the new content,
/// never a mixture.
/// </summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Replaces <paramref name="path"/> by what <paramref name="write"/> puts into the stream; the folder must exist.</summary>
    /// <exception cref="IOException">Nothing was written: the message names the file, the reason and what to do.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string? temporary = null;
        try
        {
            string target = ResolveLinks(Path.GetFullPath(path));
            temporary = Path.Combine(Path.GetDirectoryName(target) ?? ".", $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e)
        {
            Remove(temporary);
            if (e is not (IOException or UnauthorizedAccessException) or CheckpointException)
                throw;
            throw new IOException(Explain(path, e), e);
        }
    }

    /// <summary>Replaces <paramref name="path"/> by <paramref name="text"/> in UTF-8.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Utf8.GetBytes(text)));

    /// <summary>Replaces <paramref name="path"/> by <paramref name="bytes"/>.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    private static string Explain(string path, Exception e)
    {
        string fix = e switch
        {
            DirectoryNotFoundException => "create the folder first",
            UnauthorizedAccessException => "choose a file in a folder that you may write to",
            _ => "free some space or choose another folder",
        };
        string reason = e is DirectoryNotFoundException ? "its folder does not exist" : e.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        return $"{path}: cannot be written ({reason}); nothing was changed; {fix}";
    }

    private static string ResolveLinks(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private static void Remove(string? temporary)
    {
        try
        {
            if (temporary is not null)
                File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report.
        }
    }
}
