using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>LayerNorm over the last axis for each particle: (x - mean) / sqrt(var + 1e-5) * weight + bias.</summary>
/// <remarks>Reference: Ba, Kiros, Hinton, 2016, equation 4.</remarks>
internal sealed class FeatureNorm
{
    private readonly int _weight, _bias;

    public FeatureNorm(ParameterList list, string name, Symmetry units)
    {
        _weight = list.Add($"{name}.weight", Initializers.One, units);
        _bias = list.Add($"{name}.bias", Initializers.Zero, units);
    }

    /// <param name="p">All parameters.</param>
    /// <param name="x"><c>[particles, rows, units]</c></param>
    public Tensor Apply(IReadOnlyList<Tensor> p, Tensor x) =>
        nn.functional.layer_norm(x, [x.shape[^1]]) * p[_weight].unsqueeze(1) + p[_bias].unsqueeze(1);
}
