namespace LearnedOpt.WeightSpaces;

/// <summary>
/// The weight spaces of the four inner tasks of the paper, with its symmetries (in our axis order, Linear = [out, in]).
/// </summary>
/// <remarks>
/// Reference: Zhou, Finn and Harrison, 2024, appendix C.1, figure 3. The CNN's kernel axes have symmetries of their own;
/// the published code aliases the first kernel's height with the RGB channels, which raises its count from 86 to 144 terms.
/// </remarks>
public static class PaperSpaces
{
    /// <summary>Layers of the given widths, each a weight [out, in] and a bias [out]. Default 64-32-10: 2,410 parameters.</summary>
    public static WeightSpace Mlp(params int[] widths)
    {
        if (widths.Length == 0)
            widths = [64, 32, 10];
        var units = widths.Select((width, layer) => layer == 0 || layer == widths.Length - 1
            ? Boundary(layer == 0 ? "input" : "output", width)
            : new Symmetry($"hidden{layer}", width)).ToArray();
        return new WeightSpace(units.Zip(units.Skip(1)).SelectMany((pair, layer) => Linear($"layer{layer + 1}", pair.Second, pair.First)));
    }

    /// <summary>Two 3x3 convolutions, global average pooling, a Linear. Default 3-16-32-10: 5,418 parameters.</summary>
    public static WeightSpace Cnn(int input = 3, int channels1 = 16, int channels2 = 32, int outputs = 10, int kernel = 3)
    {
        var (rgb, c1, c2) = (Boundary("input", input), new Symmetry("channels1", channels1), new Symmetry("channels2", channels2));
        return new WeightSpace([.. Conv("conv1", c1, rgb, kernel), .. Conv("conv2", c2, c1, kernel), .. Linear("head", Boundary("output", outputs), c2)]);
    }

    /// <summary>
    /// Byte-level recurrent language model with a learned initial state. The embedding's vocabulary and the output share a symmetry.
    /// </summary>
    /// <param name="vocabulary">Number of tokens.</param>
    /// <param name="embedding">Width of the embedding.</param>
    /// <param name="hidden">Width of the state.</param>
    /// <param name="initialState">Whether the initial state [1, hidden] is a parameter, as in the paper.</param>
    public static WeightSpace Rnn(int vocabulary = 256, int embedding = 32, int hidden = 64, bool initialState = true)
    {
        var (bytes, embed, state) = (Boundary("vocabulary", vocabulary), new Symmetry("embedding", embedding), new Symmetry("hidden", hidden));
        List<WeightTensor> tensors =
        [
            Embedding("embedding", bytes, embed),
            .. Linear("input", state, embed), .. Linear("recurrent", state, state), .. Linear("output", bytes, state),
        ];
        if (initialState)
            tensors.Add(new WeightTensor("initialState", [1, hidden], [Boundary("batch", 1), state], [AxisRole.In, AxisRole.Out]));
        return new WeightSpace(tensors);
    }

    /// <summary>
    /// Token-level Transformer language model with the paper's symmetries, which are not the exact group: the residual
    /// stream gets a new symmetry after each block, one symmetry serves the attention and the hidden layer of a block, heads are ignored.
    /// </summary>
    public static WeightSpace Transformer(int vocabulary = 256, int width = 32, int inner = 128, int blocks = 2)
    {
        var (tokens, logits) = (Boundary("vocabulary", vocabulary), Boundary("output", vocabulary));
        var stream = new Symmetry("stream0", width);
        List<WeightTensor> tensors = [Embedding("embedding", tokens, stream)];
        for (var block = 0; block < blocks; block++)
        {
            var (hidden, next) = (new Symmetry($"inner{block}", inner), new Symmetry($"stream{block + 1}", width));
            foreach (var part in new[] { "query", "key", "value" })
                tensors.AddRange(Linear($"block{block}.{part}", hidden, stream));
            tensors.AddRange(Linear($"block{block}.attention", stream, hidden));
            tensors.AddRange(Norm($"block{block}.norm1", stream));
            tensors.AddRange(Norm($"block{block}.norm2", stream));
            tensors.AddRange(Linear($"block{block}.expand", hidden, stream));
            tensors.AddRange(Linear($"block{block}.contract", next, hidden));
            stream = next;
        }

        return new WeightSpace([.. tensors, .. Norm("norm", stream), .. Linear("output", logits, stream)]);
    }

    private static Symmetry Boundary(string name, int size) => new(name, size, SymmetryKind.Boundary);

    private static WeightTensor[] Linear(string name, Symmetry output, Symmetry input) =>
        [new($"{name}.weight", output, input), new($"{name}.bias", output)];

    private static WeightTensor[] Norm(string name, Symmetry units) => [new($"{name}.weight", units), new($"{name}.bias", units)];

    private static WeightTensor Embedding(string name, Symmetry vocabulary, Symmetry features) =>
        new($"{name}.weight", [vocabulary.Size, features.Size], [vocabulary, features], [AxisRole.In, AxisRole.Out]);

    private static WeightTensor[] Conv(string name, Symmetry output, Symmetry input, int kernel) =>
    [
        new($"{name}.weight", output, input, new($"{name}.height", kernel, SymmetryKind.Spatial), new($"{name}.width", kernel, SymmetryKind.Spatial)),
        new($"{name}.bias", output),
    ];
}
