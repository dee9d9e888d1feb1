namespace LearnedOpt.Tasks.Data;

/// <summary>A text before tokenising, as UTF-8 bytes in three parts.</summary>
internal sealed record TextCorpus(string Name, string Source, bool IsSynthetic, byte[] Train, byte[] Validation, byte[] Test)
{
    private const byte NewLine = (byte)'\n';

    /// <summary>A running text: the first 90 % to train, then 5 % to validate and 5 % to test, cut at ends of lines.</summary>
    public static TextCorpus Consecutive(string name, string source, byte[] text)
    {
        int first = EndOfLine(text, (int)(text.Length * 0.9)), second = EndOfLine(text, (int)(text.Length * 0.95));
        return new TextCorpus(name, source, false, text[..first], text[first..second], text[second..]);
    }

    /// <summary>A collection of paragraphs: of each twenty blocks of ten, one to validate and one to test.</summary>
    public static TextCorpus Interleaved(string name, string source, bool isSynthetic, IEnumerable<string> paragraphs)
    {
        var parts = new[] { new MemoryStream(), new MemoryStream(), new MemoryStream() };
        int index = 0;
        foreach (string paragraph in paragraphs)
        {
            int block = index++ / 10 % 20;
            MemoryStream part = parts[block == 9 ? 1 : block == 19 ? 2 : 0];
            part.Write(System.Text.Encoding.UTF8.GetBytes(paragraph));
            part.WriteByte(NewLine);
        }
        return new TextCorpus(name, source, isSynthetic, parts[0].ToArray(), parts[1].ToArray(), parts[2].ToArray());
    }

    private static int EndOfLine(byte[] text, int from)
    {
        int end = Array.IndexOf(text, NewLine, from);
        return end < 0 ? from : end + 1;
    }
}
