using LearnedOpt.Tasks.Networks;
using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Images;

/// <summary>
/// Convolutions of 3 x 3 with stride 2 and ReLU down to a code, transposed convolutions of 2 x 2 with stride 2 and ReLU
/// back to an image; the last one has no activation.
/// </summary>
public sealed class ConvAutoencoder : INetwork
{
    private readonly Convolution[] _down;
    private readonly TransposedConvolution[] _up;

    /// <param name="imageChannels">1 for grey, 3 for colour.</param>
    /// <param name="channels">Of each convolution down, the code last; height and width must halve as often.</param>
    public ConvAutoencoder(int imageChannels, IReadOnlyList<int> channels)
    {
        var pixels = Units.Boundary("input", imageChannels);
        Symmetry[] units = [pixels, .. channels.Select((count, layer) => Units.Hidden($"down{layer + 1}", count))];
        _down = [.. Enumerable.Range(0, channels.Count).Select(layer =>
            new Convolution(Parameters, $"down{layer + 1}", units[layer], units[layer + 1], kernel: 3, stride: 2, padding: 1))];
        var code = units[^1];
        _up = new TransposedConvolution[channels.Count];
        for (var layer = 0; layer < _up.Length; layer++)
        {
            var next = layer == _up.Length - 1 ? pixels : Units.Hidden($"up{layer + 1}", channels[^(layer + 2)]);
            _up[layer] = new TransposedConvolution(Parameters, $"up{layer + 1}", code, next, stride: 2);
            code = next;
        }
    }

    public ParameterList Parameters { get; } = new();

    public bool IsSequentialOnCpu => true;

    /// <inheritdoc/>
    /// <remarks>Inputs and outputs are <c>[particles, batch, channels, height, width]</c>.</remarks>
    public Tensor Forward(IReadOnlyList<Tensor> parameters, Tensor inputs)
    {
        var x = inputs;
        foreach (var layer in _down) x = layer.Apply(parameters, x).relu();
        for (var layer = 0; layer < _up.Length; layer++)
        {
            x = _up[layer].Apply(parameters, x);
            if (layer < _up.Length - 1) x = x.relu();
        }

        return x;
    }
}
