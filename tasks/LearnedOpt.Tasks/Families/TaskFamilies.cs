using LearnedOpt.Tasks.Data;

namespace LearnedOpt.Tasks.Families;

/// <summary>
/// All distributions of inner problems by name. Width, depth, activation, batch size, data and initial scale vary; each
/// task is small enough for a laptop.
/// </summary>
public static class TaskFamilies
{
    private static readonly Dictionary<string, Func<FamilyDraw, string>> Draws = new(StringComparer.Ordinal)
    {
        ["family/mlp"] = Mlp,
        ["family/cnn"] = Cnn,
        ["family/recurrent"] = Recurrent,
        ["family/transformer"] = Transformer,
        ["family/autoencoder"] = Autoencoder,
        ["family/mixed"] = draw => draw.One<Func<FamilyDraw, string>>(Mlp, Mlp, Cnn, Recurrent, Transformer, Autoencoder)(draw),

        // As Celo was meta-trained: small perceptrons on 8 x 8 images, the model's scale unknown.
        ["family/mlp-rescaled"] = draw => $"{draw.One("mlp/mnist-8", "mlp/fashion-8", "mlp/cifar-8")}?data={Images(draw)}&rescale=1000",
    };

    /// <summary>All names, in order of registration.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Draws.Keys];

    /// <exception cref="ArgumentException">There is no family of that name.</exception>
    public static NamedFamily Create(string name, DataFolder folder) => Draws.TryGetValue(name, out var draw)
        ? new NamedFamily(name, folder, draw)
        : throw new ArgumentException($"no task family is called '{name}'; choose one of {string.Join(", ", Names)}.", nameof(name));

    private static string Mlp(FamilyDraw draw)
    {
        var hidden = string.Join('x', Enumerable.Repeat(draw.Size(8, 96), draw.One(1, 1, 2, 2, 3, 4)));
        return $"{draw.One("mlp/mnist-8", "mlp/cifar-8")}?data={Images(draw)}&size={draw.One(8, 8, 12)}&hidden={hidden}" +
            $"&activation={draw.One("relu", "relu", "tanh", "gelu", "silu")}&norm={draw.One("none", "none", "layer")}{Batch(draw, 16, 128)}{Initial(draw)}";
    }

    private static string Cnn(FamilyDraw draw)
    {
        var first = draw.Size(4, 16);
        return draw.One("cnn/cifar-16", "cnn/cifar-16-batchnorm", "resnet/cifar-16") +
            $"?data={Images(draw)}&size={draw.One(8, 12, 16)}&channels={first}x{2 * first}{Batch(draw, 16, 64)}{Initial(draw)}";
    }

    private static string Recurrent(FamilyDraw draw) => draw.One("rnn/bytes-16", "gru/bytes-32", "lstm/bytes-32") +
        $"?text={Texts(draw)}&embedding={draw.Size(8, 32)}&hidden={draw.Size(16, 64)}&length={draw.Size(8, 24)}{Batch(draw, 8, 32)}{Initial(draw)}";

    private static string Transformer(FamilyDraw draw)
    {
        var (heads, size) = (draw.One(1, 2, 4), draw.One(8, 16));
        return $"transformer/words-32?text={Texts(draw)}&vocabulary={draw.Size(128, 512)}&width={draw.One(16, 24, 32)}&blocks={draw.One(1, 2, 3)}" +
            $"&heads={heads}&headSize={size}&inner={draw.Size(32, 128)}&length={draw.Size(4, 32)}{Batch(draw, 4, 16)}";
    }

    private static string Autoencoder(FamilyDraw draw) => $"autoencoder/mnist-8?data={Images(draw)}" +
        $"&hidden={draw.Size(16, 64)}x{draw.Size(4, 12)}x{draw.Size(16, 64)}&activation={draw.One("relu", "tanh", "gelu")}{Batch(draw, 16, 128)}{Initial(draw)}";

    private static string Images(FamilyDraw draw) => draw.Data("mnist", "fashion-mnist", "cifar-10");

    private static string Texts(FamilyDraw draw) => draw.Data("tinyshakespeare", "wikitext-2");

    private static string Batch(FamilyDraw draw, int low, int high) => $"&batch={draw.Size(low, high)}";

    private static string Initial(FamilyDraw draw) => $"&initScale={FamilyDraw.Write(draw.Scale(0.5, 2))}";
}
