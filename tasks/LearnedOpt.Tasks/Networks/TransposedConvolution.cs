using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>
/// A square transposed convolution whose kernel is as large as its stride, for each particle: every place becomes a patch.
/// Weight <c>[particles, in, out, kernel, kernel]</c>, bias <c>[particles, out]</c>.
/// </summary>
internal sealed class TransposedConvolution
{
    private readonly int _weight, _bias, _stride;
    private readonly long _output;

    public TransposedConvolution(ParameterList list, string name, Symmetry input, Symmetry output, int stride)
    {
        (_stride, _output) = (stride, output.Size);
        // TorchSharp counts the second axis, out, as the fan in of a transposed convolution.
        var uniform = Initializers.FanIn(output.Size * stride * stride);
        _weight = list.Add($"{name}.weight", uniform, [AxisRole.In, AxisRole.Out, AxisRole.Spatial, AxisRole.Spatial], input, output,
            Units.Spatial($"{name}.height", stride), Units.Spatial($"{name}.width", stride));
        _bias = list.Add($"{name}.bias", uniform, output);
    }

    /// <param name="p">All parameters.</param>
    /// <param name="x"><c>[particles, batch, in, height, width]</c></param>
    /// <returns><c>[particles, batch, out, height * stride, width * stride]</c></returns>
    public Tensor Apply(IReadOnlyList<Tensor> p, Tensor x)
    {
        var (particles, batch) = (x.shape[0], x.shape[1]);
        var y = nn.functional.conv_transpose2d(x.transpose(0, 1).flatten(1, 2), p[_weight].flatten(0, 1), p[_bias].flatten(), [_stride, _stride], groups: particles);
        return y.view(batch, particles, _output, y.shape[2], y.shape[3]).transpose(0, 1); // [particles, batch, out, height, width]
    }
}
