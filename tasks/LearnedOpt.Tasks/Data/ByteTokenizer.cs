using System.Text;

namespace LearnedOpt.Tasks.Data;

/// <summary>Every byte is a token: 256 of them, nothing unknown.</summary>
public sealed class ByteTokenizer : ITokenizer
{
    /// <inheritdoc/>
    public string Name => "bytes";

    /// <inheritdoc/>
    public int VocabularySize => 256;

    /// <inheritdoc/>
    public int[] Encode(ReadOnlySpan<byte> text)
    {
        var tokens = new int[text.Length];
        for (int i = 0; i < tokens.Length; i++)
            tokens[i] = text[i];
        return tokens;
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        var bytes = new byte[tokens.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)tokens[i];
        return Encoding.UTF8.GetString(bytes);
    }
}
