using LearnedOpt.Tasks.Networks;
using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Images;

/// <summary>
/// A perceptron: hidden layers with an activation, optionally a LayerNorm before it, then a linear output. With one
/// hidden layer of 32 ReLU on 64 pixels it is the MLP problem of the UNF paper.
/// </summary>
public sealed class MlpNetwork : INetwork
{
    private readonly Activation _activation;
    private readonly Dense[] _layers;
    private readonly FeatureNorm[] _norms;

    /// <param name="inputs">Features of an example.</param>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="outputs">Numbers that the network answers.</param>
    /// <param name="activation">After each hidden layer.</param>
    /// <param name="normalize">LayerNorm before each activation.</param>
    public MlpNetwork(int inputs, IReadOnlyList<int> hidden, int outputs, Activation activation = Activation.Relu, bool normalize = false)
    {
        _activation = activation;
        Symmetry[] units = [Units.Boundary("input", inputs), .. hidden.Select((width, layer) => Units.Hidden($"hidden{layer + 1}", width)), Units.Boundary("output", outputs)];
        _layers = new Dense[hidden.Count + 1];
        _norms = new FeatureNorm[normalize ? hidden.Count : 0];
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer] = new Dense(Parameters, $"layer{layer + 1}", units[layer], units[layer + 1]);
            if (layer < _norms.Length) _norms[layer] = new FeatureNorm(Parameters, $"norm{layer + 1}", units[layer + 1]);
        }
    }

    public ParameterList Parameters { get; } = new();

    public bool IsSequentialOnCpu => false;

    /// <inheritdoc/>
    public Tensor Forward(IReadOnlyList<Tensor> parameters, Tensor inputs)
    {
        var x = inputs.flatten(2); // [particles, batch, in]
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            x = _layers[layer].Apply(parameters, x); // [particles, batch, out]
            if (layer < _norms.Length) x = _norms[layer].Apply(parameters, x);
            if (layer < _layers.Length - 1) x = _activation.Apply(x);
        }

        return x;
    }
}
