using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LearnedOpt.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Tasks.Kernels;

/// <summary>
/// Mean cross-entropy of each particle through <see cref="SoftmaxKernel"/>, which finds the gradient along with the loss. A gradient
/// that is to be differentiated again goes through libtorch's operators.
/// </summary>
internal sealed unsafe class SoftmaxLoss : autograd.SingleTensorFunction<SoftmaxLoss>
{
    public override string Name => nameof(SoftmaxLoss);

    /// <summary>Whether <see cref="Apply"/> can do it, and is the faster way.</summary>
    public static bool Fits(Tensor logits) => SimdPaths.Best != SimdPath.Scalar && logits.device_type == DeviceType.CPU && logits.dtype == ScalarType.Float32;

    /// <param name="logits"><c>[particles, ..., classes]</c></param>
    /// <param name="targets">int64 <c>[particles, ...]</c></param>
    /// <returns><c>[particles]</c></returns>
    /// <exception cref="ArgumentException">A target is not a class.</exception>
    public static Tensor Apply(Tensor logits, Tensor targets)
    {
        targets = targets.contiguous();
        var classes = logits.shape[^1];
        foreach (var target in MemoryMarshal.Cast<byte, long>(targets.bytes))
            if ((ulong)target >= (ulong)classes)
                throw new ArgumentException($"targets must be classes 0 .. {classes - 1}; received {target}. Do the labels begin at 1?", nameof(targets));
        return apply(logits, targets, is_grad_enabled() && logits.requires_grad);
    }

    /// <summary>The same in libtorch's operators.</summary>
    public static Tensor Plain(Tensor logits, Tensor targets)
    {
        var losses = nn.functional.cross_entropy(logits.reshape(-1, logits.shape[^1]), targets.flatten(), reduction: nn.Reduction.None); // [particles * ...]
        return losses.view(logits.shape[0], -1).mean([1]);
    }

    /// <param name="ctx">Keeps the operands and the gradient.</param>
    /// <param name="vars">Logits, contiguous targets, and whether backward may come.</param>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (logits, targets, needsGradient) = ((Tensor)vars[0], (Tensor)vars[1], (bool)vars[2]);
        using var scope = NewDisposeScope();
        var x = logits.contiguous();
        var (particles, classes) = ((int)x.shape[0], (int)x.shape[^1]);
        var rows = (int)(x.numel() / particles / classes);
        var (losses, gradient) = (empty(particles), needsGradient ? empty(x.shape) : null);
        float* from = TensorMemory.Floats(x), loss = TensorMemory.Floats(losses), to = gradient is null ? null : TensorMemory.Floats(gradient);
        var target = (long*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, long>(targets.bytes)));
        for (nint particle = 0; particle < particles; particle++)
        {
            var skipped = particle * rows * classes;
            loss[particle] = SoftmaxKernel.For(SimdPaths.Best).Loss(from + skipped, target + particle * rows, rows, classes, to == null ? null : to + skipped);
        }

        GC.KeepAlive((x, targets));
        if (gradient is not null) ctx.save_for_backward([logits, targets, gradient.MoveToOuterDisposeScope()]);
        return losses.MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        if (is_grad_enabled()) return [.. SecondDerivative.Gradients([saved[0], saved[1]], operands => Plain(operands[0], operands[1]), grad_output), null!];
        using var scope = NewDisposeScope();
        // Most often the losses of particles are summed: then their gradients are those that forward found.
        var weights = MemoryMarshal.Cast<byte, float>(grad_output.contiguous().bytes);
        var gradient = saved[2];
        if (weights.ContainsAnyExcept(1f)) gradient = (gradient * grad_output.view([-1, .. Enumerable.Repeat(1L, (int)gradient.dim() - 1)])).MoveToOuterDisposeScope();
        return [gradient, null!, null!];
    }
}
