using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LearnedOpt.WeightSpaces;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>
/// One parameter and the tensors of the weight space that lie in it. During a step its memory is open: in place where
/// possible, else as a copy that is written back. The tensors opened belong to the caller's dispose scope.
/// </summary>
internal sealed unsafe class ParameterBinding(string name, Parameter parameter)
{
    private readonly long count = parameter.numel();
    private ParameterPiece[] pieces = [];
    private Tensor? weight, gradient;
    private float* firstWeight, firstGradient;
    private bool isCopy;

    /// <summary>The name that the weight space knows it by.</summary>
    public string Name => name;

    public Parameter Parameter => parameter;

    /// <summary>Positions in the space of the tensors that lie in this parameter.</summary>
    public IEnumerable<int> Tensors => pieces.Select(piece => piece.Index);

    /// <summary>Whether this step trains it.</summary>
    public bool IsOpen => gradient is not null;

    /// <summary>Finds the tensors of the space that lie in this parameter; also after the space has changed.</summary>
    public void Bind(WeightSpace space) =>
        pieces = [.. space.Tensors.Select((tensor, index) => (tensor, index)).Where(pair => pair.tensor.View.Parameter == name).Select(pair => new ParameterPiece(pair.index, pair.tensor))];

    /// <summary>Where its memory begins and how much there is; null where that cannot be told.</summary>
    public static (nint, long)? AddressOf(Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.is_contiguous() && tensor.numel() > 0 ? ((nint)Start(tensor), tensor.numel()) : null;

    /// <exception cref="InvalidOperationException">The parameter does not exist any more.</exception>
    public void RequireAlive()
    {
        if (parameter.IsInvalid)
            throw new InvalidOperationException(
                $"parameter '{name}' was disposed after the optimizer was made: moving or converting a module makes new parameters. Call to(...) first, make the optimizer then, and load its state.");
    }

    /// <summary>The gradient, dense and row-major, where it is; null where a step leaves the parameter alone: without one, or frozen.</summary>
    /// <exception cref="NotSupportedException">The parameter is not float32.</exception>
    /// <exception cref="InvalidOperationException">It was disposed or has another size.</exception>
    public Tensor? Gradient()
    {
        RequireAlive();
        if (!parameter.requires_grad || parameter.grad is not { } raw)
            return null;
        if (parameter.dtype != ScalarType.Float32)
            throw new NotSupportedException(
                $"LearnedOptimizer trains float32 parameters; '{name}' is {parameter.dtype}. Keep the model in float32, or leave this parameter out of the groups.");
        if (parameter.numel() != count || raw.numel() != count)
            throw new InvalidOperationException(
                $"parameter '{name}' had {count} elements when the optimizer was made; now it has {parameter.numel()}, its gradient {raw.numel()}. Make a new optimizer after changing shapes.");
        if (raw.is_sparse)
            raw = raw.to_dense();
        return raw.is_contiguous() ? raw : raw.contiguous();
    }

    /// <summary>Finds weights and gradient in the CPU's memory, and changes nothing. Without a gradient, or frozen, it stays closed.</summary>
    /// <inheritdoc cref="Gradient"/>
    public void Open()
    {
        if (Gradient() is not { } found)
            return;
        isCopy = parameter.device_type != DeviceType.CPU || !parameter.is_contiguous();
        weight = isCopy ? parameter.detach().cpu().contiguous() : parameter;
        gradient = found.device_type == DeviceType.CPU ? found : found.cpu();
        firstWeight = Start(weight);
        firstGradient = Start(gradient);
    }

    /// <summary>Applies weight decay, W &lt;- W - lr decay W, and hands the pieces to the stepper.</summary>
    public void Begin(double learningRate, double weightDecay, Span<ParameterSlice> slices)
    {
        if (weightDecay != 0)
            Multiply(new Span<float>(firstWeight, checked((int)count)), (float)(1 - (learningRate * weightDecay)));
        foreach (ParameterPiece piece in pieces)
            slices[piece.Index] = piece.Open(firstWeight, firstGradient, (float)learningRate);
    }

    /// <summary>Writes copies back.</summary>
    public void Finish()
    {
        foreach (ParameterPiece piece in pieces)
            piece.Close(firstWeight);
        if (isCopy)
            parameter.copy_(weight!);
    }

    /// <summary>Lets go of the step's tensors.</summary>
    public void Close(Span<ParameterSlice> slices)
    {
        foreach (ParameterPiece piece in pieces)
            slices[piece.Index] = piece.Closed;
        (weight, gradient) = (null, null);
    }

    /// <summary>The tensors of the space that lie in a row-major tensor of this parameter's shape, and their indices.</summary>
    public IEnumerable<(int Index, Tensor View)> Views(WeightSpace space, Tensor whole) => pieces.Select(piece =>
    {
        WeightTensor tensor = space.Tensors[piece.Index];
        return (piece.Index, whole.as_strided([.. tensor.Shape], tensor.View.StridesFor(tensor.Shape), whole.storage_offset() + tensor.View.Offset));
    });

    private static void Multiply(Span<float> values, float factor)
    {
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref Vector<float> vector in vectors)
            vector *= factor;
        foreach (ref float value in values[(vectors.Length * Vector<float>.Count)..])
            value *= factor;
    }

    // Native memory: it does not move, and the tensor outlives the step.
    private static float* Start(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
