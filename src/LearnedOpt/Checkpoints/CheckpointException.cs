using System.Text;

namespace LearnedOpt.Checkpoints;

/// <summary>
/// A checkpoint or weights file cannot be used: missing, damaged, of another format or for something else. The message
/// is one line: file, what was expected, what was found, what to do. Nothing was changed.
/// </summary>
public sealed class CheckpointException : IOException
{
    private const int QuoteLimit = 80;

    /// <summary>An error about the file at <paramref name="path"/>.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="expected">What should be there, for example "a header of at most 4194304 bytes".</param>
    /// <param name="found">What is there, for example "a header length of 9007199254740993".</param>
    /// <param name="fix">What to do, for example "copy the file again".</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public CheckpointException(string path, string expected, string found, string fix, Exception? innerException = null)
        : base(OneLine($"{path}: expected {expected}, found {found}; {fix}"), innerException) => Path = path;

    /// <summary>The file, as the user named it.</summary>
    public string Path { get; }

    /// <summary>Text from a file made fit for a message: control characters shown as <c>?</c>, at most 80 characters.</summary>
    internal static string Quote(string text)
    {
        string line = OneLine(text);
        return line.Length <= QuoteLimit ? $"'{line}'" : $"'{line[..QuoteLimit]}...'";
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
            line.Append(char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c);
        return line.ToString();
    }
}
