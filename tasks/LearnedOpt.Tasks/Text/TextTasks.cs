using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Networks;

namespace LearnedOpt.Tasks.Text;

/// <summary>Language models, by name.</summary>
internal static class TextTasks
{
    public static IEnumerable<KeyValuePair<string, TaskFactory>> All { get; } = new Dictionary<string, TaskFactory>
    {
        // The paper's RNN: bytes, embedding 32, hidden 64, identity initialisation.
        ["rnn/bytes-16"] = request =>
        {
            var (embedding, hidden) = (request.Count("embedding", 32), request.Count("hidden", 64));
            return Bytes(request, length: 16, batch: 64, vocabulary => new IrnnNetwork(vocabulary, embedding, hidden));
        },
        ["gru/bytes-32"] = request => Gated(request, GatedCell.Gru),
        ["lstm/bytes-32"] = request => Gated(request, GatedCell.Lstm),

        // The paper's Transformer but for the vocabulary, which there is 32,100: two blocks of width 32 on 8 words.
        ["transformer/words-8"] = request => Words(request, length: 8, batch: 8, vocabulary: 1024, Transformer(request, width: 32, heads: 4, headSize: 32, inner: 128)),

        // As language models are built today: learned positions, heads as wide as the stream together.
        ["transformer/words-32"] = request => Words(request, length: 32, batch: 8, vocabulary: 1024, Transformer(request, width: 32, heads: 4, headSize: 8, inner: 128, length: 32)),
        ["transformer/bytes-128"] = request => Bytes(request, length: 128, batch: 4, Transformer(request, width: 64, heads: 4, headSize: 16, inner: 256, length: 128)),
    };

    private static Func<int, INetwork> Transformer(TaskRequest request, int width, int heads, int headSize, int inner, int length = 0)
    {
        var sizes = new TransformerSizes
        {
            Vocabulary = 0,
            Width = request.Count("width", width),
            Blocks = request.Count("blocks", 2),
            Heads = request.Count("heads", heads),
            HeadSize = request.Count("headSize", headSize),
            Inner = request.Count("inner", inner),
            Positions = length == 0 ? 0 : request.Count("length", length),
        };
        return vocabulary => new TransformerNetwork(sizes with { Vocabulary = vocabulary });
    }

    private static NetworkTask Gated(TaskRequest request, GatedCell cell)
    {
        var (embedding, hidden) = (request.Count("embedding", 32), request.Count("hidden", 64));
        return Bytes(request, length: 32, batch: 32, vocabulary => new GatedNetwork(cell, vocabulary, embedding, hidden));
    }

    private static NetworkTask Bytes(TaskRequest request, int length, int batch, Func<int, INetwork> network) =>
        Model(request, DataCache.Shared.Bytes(request.Folder, TextName(request)), length, batch, network);

    private static NetworkTask Words(TaskRequest request, int length, int batch, int vocabulary, Func<int, INetwork> network) =>
        Model(request, DataCache.Shared.Words(request.Folder, TextName(request), request.Count("vocabulary", vocabulary)), length, batch, network);

    private static NetworkTask Model(TaskRequest request, TextData text, int length, int batch, Func<int, INetwork> network)
    {
        var windows = new TextWindows(text, request.Count("length", length), request.Count("batch", batch));
        return new NetworkTask(request.Text, windows, network(windows.Vocabulary), new CrossEntropy(windows.Vocabulary));
    }

    private static string TextName(TaskRequest request) => request.Word("text", "tinyshakespeare");
}
