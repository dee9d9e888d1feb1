using LearnedOpt.Tasks.Networks;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Images;

/// <summary>
/// A small vision transformer: square patches as tokens, learned positions, blocks with pre-norm and GELU, mean over
/// tokens, a linear output.
/// </summary>
/// <remarks>Reference: Dosovitskiy et al., 2020; mean instead of a class token: Beyer, Zhai, Kolesnikov, 2022.</remarks>
public sealed class VisionTransformer : INetwork
{
    private readonly int _patch, _positions, _tokens;
    private readonly Dense _embedding, _head;
    private readonly TransformerBlock[] _blocks;
    private readonly FeatureNorm _norm;

    /// <param name="channels">3 for colour.</param>
    /// <param name="size">Height and width of an image, a multiple of <paramref name="patch"/>.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="patch">Height and width of a patch.</param>
    /// <param name="width">Units of the residual stream.</param>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="heads">Attention heads; together as wide as the stream.</param>
    /// <exception cref="ArgumentException">Sizes do not divide.</exception>
    public VisionTransformer(int channels, int size, int classes, int patch = 4, int width = 32, int blocks = 2, int heads = 4)
    {
        if (size % patch != 0 || width % heads != 0)
            throw new ArgumentException($"image size {size} must be a multiple of patch {patch}, and width {width} of heads {heads}.");
        (_patch, _tokens) = (patch, size / patch * (size / patch));
        var stream = Units.Hidden("stream", width);
        _embedding = new Dense(Parameters, "embedding",
            [Units.Boundary("input", channels), Units.Spatial("patchHeight", patch), Units.Spatial("patchWidth", patch)], [stream]);
        _positions = Parameters.AddTable("positions", Initializers.Normal(0.02f), Units.Spatial("position", _tokens), stream);
        _blocks = [.. Enumerable.Range(0, blocks).Select(block => new TransformerBlock(Parameters, $"block{block}", stream, heads, width / heads, 2 * width))];
        _norm = new FeatureNorm(Parameters, "norm", stream);
        _head = new Dense(Parameters, "head", stream, Units.Boundary("output", classes));
    }

    public ParameterList Parameters { get; } = new();

    public bool IsSequentialOnCpu => false;

    /// <inheritdoc/>
    /// <remarks>Inputs are <c>[particles, batch, channels, height, width]</c>.</remarks>
    public Tensor Forward(IReadOnlyList<Tensor> parameters, Tensor inputs)
    {
        var (particles, batch) = (inputs.shape[0], inputs.shape[1]);
        var patches = inputs.unfold(3, _patch, _patch).unfold(4, _patch, _patch) // [particles, batch, channels, rows, columns, patch, patch]
            .permute(0, 1, 3, 4, 2, 5, 6).reshape(particles, batch * _tokens, -1); // [particles, batch * tokens, channels * patch * patch]
        var x = _embedding.Apply(parameters, patches).view(particles, batch, _tokens, -1) + parameters[_positions].unsqueeze(1);
        x = x.flatten(1, 2); // [particles, batch * tokens, stream]
        foreach (var block in _blocks) x = block.Apply(parameters, x, _tokens, mask: null);
        x = _norm.Apply(parameters, x).view(particles, batch, _tokens, -1).mean([2]); // [particles, batch, stream]
        return _head.Apply(parameters, x); // [particles, batch, classes]
    }
}
