using System.IO;

namespace TorchSharp.Modules;

public abstract partial class OptimizerState
{
    /// <summary>Hands every field of a derived class to `pass`, in the order of the file format, beside the same field
    /// of `other`: saving, loading, copying, moving, comparing and disposing are one walk each.</summary>
    internal virtual void Each(Pass pass, OptimizerState other) { }

    private protected void Save(BinaryWriter writer) => Each(new Saving(writer), null);
    private protected void Load(BinaryReader reader) => Each(new Loading(reader, _parameter), null);
    private protected void Copy(OptimizerState source) => Each(new Copying(_parameter.device), source);
    private protected void Move(torch.Device device) => Each(new Moving(device), null);
    private protected void Release() => Each(Releasing.Instance, null);

    private protected bool Near(OptimizerState other)
    {
        if (other?.GetType() != GetType()) return false;
        var pass = new Comparing();
        Each(pass, other);
        return pass.Equal;
    }

    internal abstract class Pass
    {
        public virtual void Do(ref long field, long other) { }
        public virtual void Do(ref double field, double other) { }
        public abstract void Do(ref torch.Tensor field, torch.Tensor other);

        /// <summary>A tensor that may be absent; the file has a flag before it.</summary>
        public virtual void DoOptional(ref torch.Tensor field, torch.Tensor other)
        {
            if (field is not null) Do(ref field, other);
        }
    }

    private sealed class Saving(BinaryWriter writer) : Pass
    {
        public override void Do(ref long field, long other) => writer.Write(field);
        public override void Do(ref double field, double other) => writer.Write(field);
        public override void Do(ref torch.Tensor field, torch.Tensor other) => Write(writer, field);
        public override void DoOptional(ref torch.Tensor field, torch.Tensor other) => SaveConditionalStateTensor(writer, field);
    }

    // Every tensor of the shipped optimizers has its parameter's shape, so a damaged file cannot ask for another size.
    private sealed class Loading(BinaryReader reader, Parameter parameter) : Pass
    {
        public override void Do(ref long field, long other) => field = reader.ReadInt64();
        public override void Do(ref double field, double other) => field = reader.ReadDouble();
        public override void Do(ref torch.Tensor field, torch.Tensor other) => TensorExtensionMethods.Load(field, reader);

        public override void DoOptional(ref torch.Tensor field, torch.Tensor other)
        {
            if (reader.ReadBoolean()) TensorExtensionMethods.Load(field ??= ZerosLike(parameter), reader);
            else
            {
                field?.Dispose();
                field = null;
            }
        }
    }

    private sealed class Copying(torch.Device device) : Pass
    {
        public override void Do(ref long field, long other) => field = other;
        public override void Do(ref double field, double other) => field = other;

        public override void Do(ref torch.Tensor field, torch.Tensor other)
        {
            var copy = other?.to(device, copy: true).DetachFromDisposeScope();
            field?.Dispose();
            field = copy;
        }

        public override void DoOptional(ref torch.Tensor field, torch.Tensor other) => Do(ref field, other);
    }

    private sealed class Moving(torch.Device device) : Pass
    {
        public override void Do(ref torch.Tensor field, torch.Tensor other) => field = Placed(field, device).DetachFromDisposeScope();
    }

    private sealed class Releasing : Pass
    {
        public static readonly Releasing Instance = new();

        public override void Do(ref torch.Tensor field, torch.Tensor other)
        {
            field?.Dispose();
            field = null;
        }
    }

    private sealed class Comparing : Pass
    {
        public bool Equal { get; private set; } = true;
        public override void Do(ref long field, long other) => Equal &= field == other;
        public override void Do(ref double field, double other) => Equal &= field == other;
        public override void Do(ref torch.Tensor field, torch.Tensor other) => Equal = Equal && field.allclose(other);

        public override void DoOptional(ref torch.Tensor field, torch.Tensor other)
        {
            Equal &= field is null == other is null;
            if (Equal && field is not null) Do(ref field, other);
        }
    }
}
