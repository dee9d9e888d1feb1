namespace LearnedOpt.Tasks.Data;

/// <summary>Turns UTF-8 text into integers and back.</summary>
public interface ITokenizer
{
    /// <summary>"bytes", or "words-8192".</summary>
    string Name { get; }

    /// <summary>Tokens are 0 .. VocabularySize - 1.</summary>
    int VocabularySize { get; }

    /// <summary>The tokens of a text.</summary>
    int[] Encode(ReadOnlySpan<byte> text);

    /// <summary>A readable text for the tokens.</summary>
    string Decode(ReadOnlySpan<int> tokens);
}
