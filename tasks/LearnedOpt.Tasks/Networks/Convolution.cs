using LearnedOpt.Tasks.Kernels;
using LearnedOpt.WeightSpaces;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Networks;

/// <summary>
/// A square convolution for each particle: weight <c>[particles, out, in, kernel, kernel]</c>, bias <c>[particles, out]</c>, particles as groups.
/// </summary>
/// <remarks>
/// Measured on one thread at 128 images of 16 x 16, forward and backward of both layers of the small network, a particle:
/// particles one after the other 1.0, as eight groups 1.1, as patches times matrices (im2col) 3 to 4.
/// </remarks>
internal sealed class Convolution
{
    private readonly int _weight, _bias, _stride, _padding;
    private readonly long _output;

    public Convolution(ParameterList list, string name, Symmetry input, Symmetry output, int kernel, int stride, int padding)
    {
        (_stride, _padding, _output) = (stride, padding, output.Size);
        var uniform = Initializers.FanIn(input.Size * kernel * kernel);
        _weight = list.Add($"{name}.weight", uniform, output, input,
            new Symmetry($"{name}.height", kernel, SymmetryKind.Spatial), new Symmetry($"{name}.width", kernel, SymmetryKind.Spatial));
        _bias = list.Add($"{name}.bias", uniform, output);
    }

    /// <param name="p">All parameters.</param>
    /// <param name="x"><c>[particles, batch, in, height, width]</c></param>
    /// <param name="rectify">Whether a ReLU follows; it then overwrites the convolution's result, which nothing else reads.</param>
    /// <returns><c>[particles, batch, out, height', width']</c></returns>
    public Tensor Apply(IReadOnlyList<Tensor> p, Tensor x, bool rectify = false)
    {
        var (particles, batch) = (x.shape[0], x.shape[1]);
        if (particles == 1 && x.squeeze(0) is var images && p[_weight].squeeze(0) is var kernels && WinogradConvolution.Fits(images, kernels, _stride, _padding))
            return WinogradConvolution.Apply(images, kernels, p[_bias].squeeze(0), rectify).unsqueeze(0);
        var y = nn.functional.conv2d(
            x.transpose(0, 1).flatten(1, 2), // [batch, particles * in, height, width]
            p[_weight].flatten(0, 1), p[_bias].flatten(), [_stride, _stride], [_padding, _padding], null, particles);
        if (rectify) y = y.relu_();
        return y.view(batch, particles, _output, y.shape[2], y.shape[3]).transpose(0, 1); // [particles, batch, out, height', width']
    }
}
