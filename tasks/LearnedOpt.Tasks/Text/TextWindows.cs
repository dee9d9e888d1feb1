using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Populations;
using TorchSharp;

namespace LearnedOpt.Tasks.Text;

/// <summary>
/// Next-token prediction: windows of length + 1 tokens, inputs all but the last, targets all but the first. Windows begin
/// anywhere; in an epoch each beginning comes once.
/// </summary>
public sealed class TextWindows : IBatchSource
{
    private readonly int[][] _splits;
    private readonly int _length, _batch;

    /// <param name="text">Tokens; shared, not copied.</param>
    /// <param name="length">Tokens that are read.</param>
    /// <param name="batch">Windows a step.</param>
    /// <exception cref="ArgumentException">A part of the text is shorter than one window.</exception>
    public TextWindows(TextData text, int length, int batch)
    {
        (_length, _batch) = (length, batch);
        (Description, Vocabulary) = (text.Source, text.VocabularySize);
        _splits = [text.Train, text.Validation, text.Test];
        if (_splits.Any(tokens => tokens.Length <= length))
            throw new ArgumentException($"text '{text.Name}' must have more than {length} tokens in each part; received {string.Join(", ", _splits.Select(tokens => tokens.Length))}. Shorten the windows or choose a longer text.", nameof(text));
    }

    public string Description { get; }

    /// <summary>Tokens are 0 .. Vocabulary - 1.</summary>
    public int Vocabulary { get; }

    /// <returns>Inputs and targets int64 <c>[particles, batch, length]</c>.</returns>
    public TaskBatch Sample(DataSplit split, ReadOnlySpan<ParticleState> particles)
    {
        var tokens = _splits[(int)split];
        var window = _length + 1;
        var starts = new int[_batch];
        var values = new long[particles.Length * _batch * window];
        for (var particle = 0; particle < particles.Length; particle++)
        {
            IndexSampler.Fill(particles[particle], starts, tokens.Length - _length);
            TextData.Gather(tokens, starts, window, values.AsSpan(particle * _batch * window));
        }

        var windows = torch.tensor(values, [particles.Length, _batch, window]);
        return new TaskBatch(windows.narrow(2, 0, _length), windows.narrow(2, 1, _length));
    }

    public void Dispose()
    {
    }
}
