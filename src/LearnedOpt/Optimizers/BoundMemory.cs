using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>One parameter's weights and gradient during a step: in place where possible, else a copy that is written back.</summary>
internal sealed unsafe class BoundMemory
{
    private readonly Tensor _weight, _gradient;
    private readonly Parameter _parameter;
    private readonly bool _isCopy;

    private BoundMemory(Parameter parameter, Tensor weight, Tensor gradient, bool isCopy) =>
        (_parameter, _weight, _gradient, _isCopy) = (parameter, weight, gradient, isCopy);

    public float* Weight => Memory(_weight);
    public float* Gradient => Memory(_gradient);
    public double LearningRate { get; private set; }

    /// <summary>The memory of a parameter, or null where it has no gradient or needs none. Tensors belong to the dispose scope.</summary>
    public static BoundMemory? Of(string name, Parameter parameter)
    {
        if (!parameter.requires_grad || parameter.grad is not { } gradient) return null;
        if (parameter.dtype != ScalarType.Float32)
            throw new NotSupportedException($"LearnedOptimizer trains float32 parameters; '{name}' is {parameter.dtype}. Keep a float32 copy of the model, or leave the parameter out of the groups.");
        if (gradient.is_sparse) gradient = gradient.to_dense();
        var inPlace = parameter.device_type == DeviceType.CPU && parameter.is_contiguous();
        return new BoundMemory(parameter, inPlace ? parameter : parameter.detach().cpu().contiguous(), gradient.cpu().contiguous(), !inPlace);
    }

    /// <summary>Applies weight decay, W &lt;- W - lr decay W, and notes the rate.</summary>
    public BoundMemory Prepare(double learningRate, double weightDecay)
    {
        LearningRate = learningRate;
        if (weightDecay != 0) _weight.mul_(1 - learningRate * weightDecay);
        return this;
    }

    /// <summary>Writes a copy back.</summary>
    public void Finish()
    {
        if (_isCopy) _parameter.copy_(_weight);
        GC.KeepAlive(_gradient);
    }

    // Native memory: it does not move, and the tensor outlives the step.
    private static float* Memory(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
