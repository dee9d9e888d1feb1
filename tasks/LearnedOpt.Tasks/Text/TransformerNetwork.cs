using LearnedOpt.Tasks.Networks;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Text;

/// <summary>Sizes of a <see cref="TransformerNetwork"/>.</summary>
public sealed record TransformerSizes
{
    public required int Vocabulary { get; init; }
    public int Width { get; init; } = 32;
    public int Blocks { get; init; } = 2;
    public int Heads { get; init; } = 4;

    /// <summary>Units of a head; the paper's are as wide as the stream.</summary>
    public int HeadSize { get; init; } = 32;

    /// <summary>Units of a block's hidden layer.</summary>
    public int Inner { get; init; } = 128;

    /// <summary>Length of a learned table of positions; 0: none, order is known from the causal mask alone.</summary>
    public int Positions { get; init; }
}

/// <summary>
/// Causal language model: embedding (and positions), blocks with pre-norm and GELU, a last norm, an output matrix of its
/// own. With 2 blocks, width 32, 4 heads of 32 and hidden layers of 128 it has the 37 tensors of the Transformer problem
/// of the UNF paper.
/// </summary>
public sealed class TransformerNetwork : INetwork
{
    private readonly LookUp _embedding;
    private readonly int? _positions;
    private readonly TransformerBlock[] _blocks;
    private readonly FeatureNorm _norm;
    private readonly Dense _output;

    public TransformerNetwork(TransformerSizes sizes)
    {
        var stream = Units.Hidden("stream", sizes.Width);
        _embedding = new LookUp(Parameters, "embedding", Units.Boundary("vocabulary", sizes.Vocabulary), stream);
        if (sizes.Positions > 0) _positions = Parameters.AddTable("positions", Initializers.Normal(1), Units.Spatial("position", sizes.Positions), stream);
        _blocks = [.. Enumerable.Range(0, sizes.Blocks).Select(block => new TransformerBlock(Parameters, $"block{block}", stream, sizes.Heads, sizes.HeadSize, sizes.Inner))];
        _norm = new FeatureNorm(Parameters, "norm", stream);
        _output = new Dense(Parameters, "output", stream, Units.Boundary("output", sizes.Vocabulary));
    }

    public ParameterList Parameters { get; } = new();

    public bool IsSequentialOnCpu => false;

    /// <inheritdoc/>
    /// <remarks>Inputs are int64 <c>[particles, batch, length]</c>; outputs logits <c>[particles, batch, length, vocabulary]</c>.</remarks>
    public Tensor Forward(IReadOnlyList<Tensor> parameters, Tensor inputs)
    {
        var (particles, batch, length) = (inputs.shape[0], inputs.shape[1], inputs.shape[2]);
        var x = _embedding.Apply(parameters, inputs); // [particles, batch, length, stream]
        if (_positions is { } positions) x = x + parameters[positions].narrow(1, 0, length).unsqueeze(1);
        x = x.flatten(1, 2); // [particles, batch * length, stream]
        var mask = Attention.CausalMask(length, x.device);
        foreach (var block in _blocks) x = block.Apply(parameters, x, length, mask);
        return _output.Apply(parameters, _norm.Apply(parameters, x)).view(particles, batch, length, -1); // [particles, batch, length, vocabulary]
    }
}
