using System.Text;

namespace LearnedOpt.Plots;

/// <summary>Writes a file whole or not at all: a reader never sees half of it, and a fault leaves the old one.</summary>
internal static class WholeFile
{
    public static void Write(string path, string content)
    {
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(temporary, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
            throw new IOException($"cannot write '{path}': {e.Message} Choose a folder that you may write to and that has room.", e);
        }
    }
}
