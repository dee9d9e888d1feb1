using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>x W^T + b for each particle: weight <c>[particles, out, in]</c>, bias <c>[particles, out]</c>.</summary>
internal sealed class Dense
{
    private readonly int _weight, _bias;

    public Dense(ParameterList list, string name, Symmetry input, Symmetry output)
        : this(list, name, [input], [output])
    {
    }

    /// <param name="list">Receives the parameters.</param>
    /// <param name="name">Of the layer.</param>
    /// <param name="input">What is read; several for a factored axis.</param>
    /// <param name="output">What is written; several for a factored axis.</param>
    /// <param name="weight">Initial weights; default as TorchSharp's Linear.</param>
    /// <param name="bias">Initial bias; default as TorchSharp's Linear.</param>
    public Dense(ParameterList list, string name, IReadOnlyList<Symmetry> input, IReadOnlyList<Symmetry> output, Initializer? weight = null, Initializer? bias = null)
    {
        var uniform = Initializers.FanIn(input.Aggregate(1L, (product, axis) => product * axis.Size));
        _weight = list.AddFactored($"{name}.weight", weight ?? uniform, output, input);
        _bias = list.AddFactored($"{name}.bias", bias ?? uniform, output);
    }

    /// <param name="p">All parameters.</param>
    /// <param name="x"><c>[particles, rows, in]</c></param>
    /// <returns><c>[particles, rows, out]</c></returns>
    public Tensor Apply(IReadOnlyList<Tensor> p, Tensor x) => baddbmm(p[_bias].unsqueeze(1), x, p[_weight].transpose(1, 2), 1, 1);
}
