using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>
/// A linear layer that writes several gates of the same units, one after the other: weight <c>[particles, gates * units, in]</c>.
/// Every gate is a tensor of its own in the weight space, since gates must not be permuted.
/// </summary>
internal sealed class Gates
{
    private readonly int _weight, _bias;

    /// <param name="list">Receives the parameters.</param>
    /// <param name="name">Of the layer.</param>
    /// <param name="gates">Names of the gates.</param>
    /// <param name="input">What is read.</param>
    /// <param name="units">What every gate writes. The initial values are uniform on +-1 / sqrt(units), as in TorchSharp's recurrent layers.</param>
    public Gates(ParameterList list, string name, IReadOnlyList<string> gates, Symmetry input, Symmetry units)
    {
        var uniform = Initializers.FanIn(units.Size);
        _weight = list.AddPacked($"{name}.weight", uniform, gates, units, input);
        _bias = list.AddPacked($"{name}.bias", uniform, gates, units);
    }

    /// <param name="p">All parameters.</param>
    /// <param name="x"><c>[particles, rows, in]</c></param>
    /// <returns><c>[particles, rows, gates * units]</c></returns>
    public Tensor Apply(IReadOnlyList<Tensor> p, Tensor x) => baddbmm(p[_bias].unsqueeze(1), x, p[_weight].transpose(1, 2), 1, 1);
}
