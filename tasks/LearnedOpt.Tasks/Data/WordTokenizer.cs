using System.Buffers;
using System.Text;

namespace LearnedOpt.Tasks.Data;

/// <summary>
/// Words, numbers, single punctuation marks and ends of lines, spaces dropped; the most frequent ones of a training text
/// have a token, the others are unknown (token 0). Frequency first, then ordinal order: the same text gives the same
/// vocabulary everywhere.
/// </summary>
public sealed class WordTokenizer : ITokenizer
{
    /// <summary>How an unknown word reads; also recognised in texts that are already tokenised this way.</summary>
    public const string Unknown = "<unk>";

    private readonly string[] words;
    private readonly Dictionary<string, int> tokens = [];

    private WordTokenizer(int requestedSize, string[] words)
    {
        this.words = words;
        Name = $"words-{requestedSize}";
        for (int i = 0; i < words.Length; i++)
            tokens.Add(words[i], i);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>At most the size asked for; fewer when the text has fewer words.</summary>
    public int VocabularySize => words.Length;

    /// <summary>A vocabulary of at most <paramref name="size"/> tokens, the unknown one included.</summary>
    public static WordTokenizer Build(ReadOnlySpan<byte> text, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        var counts = new Dictionary<string, int>();
        ReadOnlySpan<char> characters = Encoding.UTF8.GetString(text);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        while (Next(ref characters, out ReadOnlySpan<char> word))
            lookup[word] = lookup.TryGetValue(word, out int count) ? count + 1 : 1;
        counts.Remove(Unknown);
        IEnumerable<string> frequent = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key);
        return new WordTokenizer(size, [Unknown, .. frequent.Take(size - 1)]);
    }

    /// <inheritdoc/>
    public int[] Encode(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<char> characters = Encoding.UTF8.GetString(text);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = tokens.GetAlternateLookup<ReadOnlySpan<char>>();
        var result = new List<int>(text.Length / 5);
        while (Next(ref characters, out ReadOnlySpan<char> word))
            result.Add(lookup.TryGetValue(word, out int token) ? token : 0);
        return [.. result];
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        var text = new StringBuilder();
        foreach (int token in tokens)
            text.Append(text.Length == 0 ? "" : " ").Append(words[token]);
        return text.ToString();
    }

    private static bool Next(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> word)
    {
        int start = 0;
        while (start < text.Length && char.IsWhiteSpace(text[start]) && text[start] != '\n')
            start++;
        text = text[start..];
        word = default;
        if (text.IsEmpty)
            return false;
        int length = 1;
        if (text.StartsWith(Unknown, StringComparison.Ordinal))
            length = Unknown.Length;
        else if (text[0] == '\n')
            length = Math.Max(1, text.IndexOfAnyExcept(Blank));
        else if (char.IsLetterOrDigit(text[0]))
        {
            while (length < text.Length && (char.IsLetterOrDigit(text[length]) || text[length] == '\'' && length + 1 < text.Length && char.IsLetter(text[length + 1])))
                length++;
        }
        // However many empty lines, one end of line.
        word = text[0] == '\n' ? "\n" : text[..length];
        text = text[length..];
        return true;
    }

    private static readonly SearchValues<char> Blank = SearchValues.Create(" \t\r\n");
}
