using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>
/// x + attention(norm(x)), then x + contract(gelu(expand(norm(x)))): a transformer block with pre-norm. The residual stream
/// keeps one symmetry throughout.
/// </summary>
/// <remarks>Reference: Xiong et al., 2020 (pre-norm); Radford et al., 2019 (GPT-2).</remarks>
internal sealed class TransformerBlock
{
    private readonly FeatureNorm _norm1, _norm2;
    private readonly Attention _attention;
    private readonly Dense _expand, _contract;

    /// <param name="list">Receives the parameters.</param>
    /// <param name="name">Of the block.</param>
    /// <param name="stream">Units of the residual stream.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="headSize">Units of a head.</param>
    /// <param name="inner">Units between expand and contract.</param>
    public TransformerBlock(ParameterList list, string name, Symmetry stream, int heads, int headSize, int inner)
    {
        var hidden = Units.Hidden($"{name}.inner", inner);
        _norm1 = new FeatureNorm(list, $"{name}.norm1", stream);
        _attention = new Attention(list, $"{name}.attention", stream, heads, headSize);
        _norm2 = new FeatureNorm(list, $"{name}.norm2", stream);
        _expand = new Dense(list, $"{name}.expand", stream, hidden);
        _contract = new Dense(list, $"{name}.contract", hidden, stream);
    }

    /// <inheritdoc cref="Attention.Apply"/>
    public Tensor Apply(IReadOnlyList<Tensor> p, Tensor x, long length, Tensor? mask)
    {
        x = x + _attention.Apply(p, _norm1.Apply(p, x), length, mask);
        return x + _contract.Apply(p, nn.functional.gelu(_expand.Apply(p, _norm2.Apply(p, x))));
    }
}
