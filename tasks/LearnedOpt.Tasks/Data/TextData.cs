namespace LearnedOpt.Tasks.Data;

/// <summary>A tokenised text in memory; shared between threads and never written.</summary>
public sealed class TextData
{
    internal TextData(TextCorpus corpus, ITokenizer tokenizer)
    {
        (Name, Source, IsSynthetic, Tokenizer) = (corpus.Name, corpus.Source, corpus.IsSynthetic, tokenizer);
        (Train, Validation, Test) = (tokenizer.Encode(corpus.Train), tokenizer.Encode(corpus.Validation), tokenizer.Encode(corpus.Test));
    }

    /// <summary>Name of the text, for example "Tiny Shakespeare".</summary>
    public string Name { get; }

    /// <summary>In words where the text comes from.</summary>
    public string Source { get; }

    /// <summary>True for text made by this program.</summary>
    public bool IsSynthetic { get; }

    /// <summary>What turned the text into tokens.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>Tokens are 0 .. VocabularySize - 1.</summary>
    public int VocabularySize => Tokenizer.VocabularySize;

    /// <summary>Tokens of the training part.</summary>
    public int[] Train { get; }

    /// <summary>Tokens of the validation part.</summary>
    public int[] Validation { get; }

    /// <summary>Tokens of the test part.</summary>
    public int[] Test { get; }

    /// <summary>
    /// Copies windows of one part into a batch: <c>batch[i, j] = tokens[starts[i] + j]</c>. For next-token prediction take
    /// windows of length + 1: inputs are all but the last column, targets all but the first.
    /// </summary>
    /// <param name="tokens"><see cref="Train"/>, <see cref="Validation"/> or <see cref="Test"/>.</param>
    /// <param name="starts">First token of each window, at most tokens.Length - length.</param>
    /// <param name="length">Tokens in a window.</param>
    /// <param name="batch">Receives [starts, length].</param>
    public static void Gather(ReadOnlySpan<int> tokens, ReadOnlySpan<int> starts, int length, Span<long> batch)
    {
        for (int i = 0; i < starts.Length; i++)
        {
            ReadOnlySpan<int> window = tokens.Slice(starts[i], length);
            for (int j = 0; j < length; j++)
                batch[i * length + j] = window[j];
        }
    }
}
