using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>
/// BatchNorm of channels for each particle with the statistics of the batch at hand, in training and in evaluation: a task
/// has no state besides its parameters, and a validation batch is as large as a training batch.
/// </summary>
/// <remarks>Reference: Ioffe, Szegedy, 2015, algorithm 1.</remarks>
internal sealed class BatchStatisticsNorm
{
    private readonly int _weight, _bias;

    public BatchStatisticsNorm(ParameterList list, string name, Symmetry channels)
    {
        _weight = list.Add($"{name}.weight", Initializers.One, channels);
        _bias = list.Add($"{name}.bias", Initializers.Zero, channels);
    }

    /// <param name="p">All parameters.</param>
    /// <param name="x"><c>[particles, batch, channels, height, width]</c></param>
    public Tensor Apply(IReadOnlyList<Tensor> p, Tensor x)
    {
        var y = nn.functional.batch_norm(x.transpose(0, 1).flatten(1, 2), null, null, p[_weight].flatten(), p[_bias].flatten(), training: true);
        return y.view(x.shape[1], x.shape[0], x.shape[2], x.shape[3], x.shape[4]).transpose(0, 1); // [particles, batch, channels, height, width]
    }
}
