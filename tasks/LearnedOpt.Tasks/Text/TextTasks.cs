using LearnedOpt.Tasks.Data;
using LearnedOpt.Tasks.Networks;

namespace LearnedOpt.Tasks.Text;

/// <summary>Language models, by name.</summary>
internal static class TextTasks
{
    public static IEnumerable<KeyValuePair<string, TaskFactory>> All { get; } = new Dictionary<string, TaskFactory>
    {
        // The paper's: bytes, embedding 32, hidden 64, identity initialisation.
        ["rnn/bytes-16"] = request =>
        {
            var hidden = request.Count("hidden", 64);
            return Bytes(request, length: 16, batch: 64, vocabulary => new IrnnNetwork(vocabulary, embedding: 32, hidden));
        },

        // The paper's but for the vocabulary, which there is 32,100: two blocks of width 32 on 8 words.
        ["transformer/words-8"] = request => Words(request, length: 8, batch: 8, vocabulary: 1024,
            vocabulary => new TransformerNetwork(new TransformerSizes { Vocabulary = vocabulary })),
    };

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
