using System.IO;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter. Its tensors belong to no dispose scope.</summary>
public abstract partial class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    /// <summary>Sets the state as before the first step.</summary>
    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);
    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Copies another state; this one keeps its own tensors, on its parameter's device.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;
    public virtual void to(torch.Device device) { }

    /// <summary>Reads a tensor that <see cref="SaveConditionalStateTensor"/> wrote; `result` becomes null where null was written.</summary>
    protected static void LoadConditionalStateTensor(BinaryReader reader, ref torch.Tensor result, torch.Device device)
    {
        if (!reader.ReadBoolean())
        {
            result?.Dispose();
            result = null;
            return;
        }
        TensorExtensionMethods.Load(ref result, reader);
        result = Placed(result, device).DetachFromDisposeScope();
    }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, torch.Tensor tensor)
    {
        writer.Write(tensor is not null);
        if (tensor is not null) Write(writer, tensor);
    }

    /// <summary>The file format wants row-major order, which the state of a transposed parameter lacks.</summary>
    private static void Write(BinaryWriter writer, torch.Tensor tensor)
    {
        if (tensor.is_contiguous()) TensorExtensionMethods.Save(tensor, writer);
        else using (var rowMajor = tensor.contiguous()) TensorExtensionMethods.Save(rowMajor, writer);
    }

    /// <summary>`tensor` on `device`: itself where it is there already, else a copy in its stead.</summary>
    private static torch.Tensor Placed(torch.Tensor tensor, torch.Device device)
    {
        if (device is null || tensor.device_type == device.type && (device.index < 0 || tensor.device_index == device.index)) return tensor;
        var moved = tensor.to(device);
        tensor.Dispose();
        return moved;
    }

    internal static torch.Tensor ZerosLike(Parameter parameter) =>
        torch.zeros_like(parameter, requires_grad: false).DetachFromDisposeScope();
}
