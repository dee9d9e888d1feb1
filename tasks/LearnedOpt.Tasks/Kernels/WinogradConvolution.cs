using LearnedOpt.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Kernels;

/// <summary>
/// conv2d with kernels of 3 x 3, stride 1 and padding 1, then perhaps a ReLU, through <see cref="WinogradKernel"/>. A gradient that
/// is to be differentiated again goes through libtorch's operators.
/// </summary>
/// <remarks>
/// Differs from conv2d by rounding; docs/measurements.md compares their times.
/// </remarks>
internal sealed unsafe class WinogradConvolution : autograd.SingleTensorFunction<WinogradConvolution>
{
    private const string Rectifies = "rectifies";

    private static readonly WinogradKernel Kernel = WinogradKernel.For(SimdPaths.Best);

    public override string Name => nameof(WinogradConvolution);

    /// <summary>Whether <see cref="Apply"/> can do it, and is the faster way.</summary>
    /// <param name="x"><c>[batch, in, height, width]</c></param>
    /// <param name="weight"><c>[out, in, kernel, kernel]</c></param>
    /// <param name="stride">Of the convolution.</param>
    /// <param name="padding">On each side.</param>
    public static bool Fits(Tensor x, Tensor weight, int stride, int padding)
    {
        if (SimdPaths.Best == SimdPath.Scalar || x.device_type != DeviceType.CPU || x.dtype != ScalarType.Float32 || (stride, padding) != (1, 1)) return false;
        var (sizes, kernel) = (x.shape, weight.shape);
        return kernel[2] == 3 && kernel[3] == 3 && kernel[0] % Kernel.Lanes == 0 && kernel[1] % Kernel.Lanes == 0 && sizes[2] % 2 == 0 && sizes[3] % 2 == 0;
    }

    /// <param name="x"><c>[batch, in, height, width]</c></param>
    /// <param name="weight"><c>[out, in, 3, 3]</c></param>
    /// <param name="bias"><c>[out]</c></param>
    /// <param name="rectify">Whether a ReLU follows.</param>
    /// <returns><c>[batch, out, height, width]</c>, channels last in memory.</returns>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor bias, bool rectify) => apply(x, weight, bias, rectify);

    /// <param name="ctx">Keeps the operands, and the result where a ReLU follows.</param>
    /// <param name="vars">As <see cref="Apply"/> takes them.</param>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight, bias, rectify) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (bool)vars[3]);
        using var scope = NewDisposeScope();
        var shape = Shape(x, weight);
        var y = TensorMemory.EmptyChannelsLast(shape.Images, shape.Out, shape.Height, shape.Width);
        var (w, b) = (weight.contiguous(), bias.contiguous());
        Kernel.Forward(shape, TensorMemory.Planes(x, out var input), TensorMemory.Floats(w), TensorMemory.Floats(b),
            rectify ? 0 : float.NegativeInfinity, TensorMemory.Planes(y, out var output));
        GC.KeepAlive((w, b, input, output));
        ctx.save_data(Rectifies, rectify);
        ctx.save_for_backward(rectify ? [x, weight, bias, y] : [x, weight, bias]);
        return y.MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (x, weight, bias) = (saved[0], saved[1], saved[2]);
        if (!is_grad_enabled()) return Backward(x, weight, saved.ElementAtOrDefault(3), grad_output);
        return [.. SecondDerivative.Gradients([x, weight, bias], operands => Plain(operands, (bool)ctx.get_data(Rectifies)), grad_output), null!];
    }

    private static List<Tensor> Backward(Tensor x, Tensor weight, Tensor? y, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var shape = Shape(x, weight);
        var (dw, db) = (empty(weight.shape), empty(shape.Out));
        var dx = x.requires_grad ? TensorMemory.EmptyChannelsLast(shape.Images, shape.In, shape.Height, shape.Width) : null;
        var w = weight.contiguous();
        Tensor? output = null, inputGradient = null;
        Kernel.Backward(shape, TensorMemory.Planes(x, out var input), TensorMemory.Floats(w),
            y is null ? null : TensorMemory.Planes(y, out output), TensorMemory.Planes(gradient, out var given),
            dx is null ? null : TensorMemory.Planes(dx, out inputGradient), TensorMemory.Floats(dw), TensorMemory.Floats(db));
        GC.KeepAlive((input, w, output, given, inputGradient));
        return [dx?.MoveToOuterDisposeScope()!, dw.MoveToOuterDisposeScope(), db.MoveToOuterDisposeScope(), null!];
    }

    private static Tensor Plain(Tensor[] operands, bool rectify)
    {
        var y = nn.functional.conv2d(operands[0], operands[1], operands[2], [1, 1], [1, 1]);
        return rectify ? y.relu() : y;
    }

    private static WinogradShape Shape(Tensor x, Tensor weight) =>
        new((int)x.shape[0], (int)x.shape[2], (int)x.shape[3], (int)weight.shape[1], (int)weight.shape[0]);
}
