using LearnedOpt.Tasks.Networks;
using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Images;

/// <summary>
/// A small residual network: 3 x 3 stem with stride 2, then for each width a block norm(conv(relu(norm(conv x)))) + shortcut;
/// where the width grows, stride 2 and a 1 x 1 shortcut. Norms use the statistics of the batch.
/// </summary>
/// <remarks>Reference: He, Zhang, Ren, Sun, 2015, section 4.2.</remarks>
public sealed class ResidualNetwork : INetwork
{
    private readonly Convolution _stem;
    private readonly BatchStatisticsNorm _stemNorm;
    private readonly Block[] _blocks;
    private readonly Dense _head;

    /// <param name="inputChannels">3 for colour.</param>
    /// <param name="widths">Channels of each block; the first is the stem's too.</param>
    /// <param name="classes">Number of classes.</param>
    public ResidualNetwork(int inputChannels, IReadOnlyList<int> widths, int classes)
    {
        var stream = Units.Hidden("stream0", widths[0]);
        _stem = new Convolution(Parameters, "stem", Units.Boundary("input", inputChannels), stream, kernel: 3, stride: 2, padding: 1);
        _stemNorm = new BatchStatisticsNorm(Parameters, "stemNorm", stream);
        _blocks = new Block[widths.Count];
        for (var i = 0; i < _blocks.Length; i++)
        {
            var next = widths[i] == stream.Size ? stream : Units.Hidden($"stream{i}", widths[i]);
            _blocks[i] = new Block(Parameters, $"block{i}", stream, next);
            stream = next;
        }

        _head = new Dense(Parameters, "head", stream, Units.Boundary("output", classes));
    }

    public ParameterList Parameters { get; } = new();

    public bool IsSequentialOnCpu => true;

    /// <inheritdoc/>
    /// <remarks>Inputs are <c>[particles, batch, channels, height, width]</c>.</remarks>
    public Tensor Forward(IReadOnlyList<Tensor> parameters, Tensor inputs)
    {
        var x = _stemNorm.Apply(parameters, _stem.Apply(parameters, inputs.shape[0] == 1 ? Places.ChannelsLast(inputs) : inputs)).relu();
        foreach (var block in _blocks) x = block.Apply(parameters, x);
        return _head.Apply(parameters, Places.Mean(x)); // [particles, batch, classes]
    }

    private sealed class Block
    {
        private readonly Convolution _first, _second;
        private readonly Convolution? _shortcut;
        private readonly BatchStatisticsNorm _norm1, _norm2;

        public Block(ParameterList list, string name, Symmetry input, Symmetry output)
        {
            var inner = Units.Hidden($"{name}.inner", output.Size);
            _first = new Convolution(list, $"{name}.conv1", input, inner, kernel: 3, stride: input == output ? 1 : 2, padding: 1);
            _norm1 = new BatchStatisticsNorm(list, $"{name}.norm1", inner);
            _second = new Convolution(list, $"{name}.conv2", inner, output, kernel: 3, stride: 1, padding: 1);
            _norm2 = new BatchStatisticsNorm(list, $"{name}.norm2", output);
            if (input != output) _shortcut = new Convolution(list, $"{name}.shortcut", input, output, kernel: 1, stride: 2, padding: 0);
        }

        public Tensor Apply(IReadOnlyList<Tensor> p, Tensor x)
        {
            var y = _norm1.Apply(p, _first.Apply(p, x)).relu();
            y = _norm2.Apply(p, _second.Apply(p, y));
            return (y + (_shortcut?.Apply(p, x) ?? x)).relu();
        }
    }
}
