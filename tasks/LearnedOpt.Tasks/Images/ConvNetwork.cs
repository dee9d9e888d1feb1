using LearnedOpt.Tasks.Networks;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Images;

/// <summary>
/// Convolutions of 3 x 3 with ReLU, the first with stride 2, all with padding 1; mean over places; a linear output. With
/// 16 and 32 channels on 16 x 16 CIFAR-10 it is the CNN problem of the UNF paper, which does not state stride and padding.
/// </summary>
public sealed class ConvNetwork : INetwork
{
    private readonly Convolution[] _convolutions;
    private readonly BatchStatisticsNorm[] _norms;
    private readonly Dense _head;

    /// <param name="inputChannels">3 for colour.</param>
    /// <param name="channels">Of each convolution.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="normalize">Norm with batch statistics before each activation.</param>
    public ConvNetwork(int inputChannels, IReadOnlyList<int> channels, int classes, bool normalize = false)
    {
        _norms = new BatchStatisticsNorm[normalize ? channels.Count : 0];
        _convolutions = new Convolution[channels.Count];
        var units = Units.Boundary("input", inputChannels);
        for (var layer = 0; layer < channels.Count; layer++)
        {
            var next = Units.Hidden($"channels{layer + 1}", channels[layer]);
            _convolutions[layer] = new Convolution(Parameters, $"conv{layer + 1}", units, next, kernel: 3, stride: layer == 0 ? 2 : 1, padding: 1);
            if (normalize) _norms[layer] = new BatchStatisticsNorm(Parameters, $"norm{layer + 1}", next);
            units = next;
        }

        _head = new Dense(Parameters, "head", units, Units.Boundary("output", classes));
    }

    public ParameterList Parameters { get; } = new();

    public bool IsSequentialOnCpu => true;

    /// <inheritdoc/>
    /// <remarks>
    /// Inputs are <c>[particles, batch, channels, height, width]</c>. One particle's lie channels last in memory, which spares the
    /// convolutions their rearranging: forward and backward took 0.95 of the time.
    /// </remarks>
    public Tensor Forward(IReadOnlyList<Tensor> parameters, Tensor inputs)
    {
        var x = inputs.shape[0] == 1 ? Places.ChannelsLast(inputs) : inputs;
        for (var layer = 0; layer < _convolutions.Length; layer++)
        {
            var normalizes = layer < _norms.Length;
            x = _convolutions[layer].Apply(parameters, x, rectify: !normalizes); // [particles, batch, channels, height, width]
            if (normalizes) x = _norms[layer].Apply(parameters, x).relu();
        }

        return _head.Apply(parameters, Places.Mean(x)); // [particles, batch, classes]
    }
}
