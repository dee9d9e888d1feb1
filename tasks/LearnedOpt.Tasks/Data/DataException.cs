namespace LearnedOpt.Tasks.Data;

/// <summary>
/// Data cannot be used: a folder or file is missing, damaged or holds something else. The message is one line: where,
/// what was expected, what was found, what to do.
/// </summary>
public sealed class DataException : IOException
{
    /// <summary>An error about the file or folder at <paramref name="path"/>.</summary>
    public DataException(string path, string expected, string found, string fix, Exception? innerException = null)
        : base(OneLine($"{path}: expected {expected}, found {found}; {fix}"), innerException) => Path = path;

    /// <summary>The file or folder, as it was looked for.</summary>
    public string Path { get; }

    internal static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    internal static string Reason(Exception e) => OneLine(e.Message.ReplaceLineEndings(" ")).TrimEnd('.', ' ');
}
