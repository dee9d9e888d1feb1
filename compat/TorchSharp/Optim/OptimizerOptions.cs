using System.IO;

namespace TorchSharp.Modules;

/// <summary>The options of one parameter group. Derived classes add nullable fields; a null one is filled with the
/// optimizer's default when the group is added.</summary>
public class OptimizerOptions
{
    public OptimizerOptions() { }

    public double? LearningRate { get; set; }
    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate.Value);
        Each(new Saving(writer), null);
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
        Each(new Loading(reader), null);
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
        Each(Copying.Instance, source);
    }

    internal void FillFrom(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        Each(Filling.Instance, defaults);
    }

    /// <summary>Hands every field of a derived class to `pass`, in the order of the file format, beside the same field of `other`.</summary>
    internal virtual void Each(Pass pass, OptimizerOptions other) { }

    internal abstract class Pass
    {
        public abstract void Do(ref double? field, double? other);
        public abstract void Do(ref bool? field, bool? other);
    }

    private sealed class Saving(BinaryWriter writer) : Pass
    {
        public override void Do(ref double? field, double? other) => writer.Write(field.Value);
        public override void Do(ref bool? field, bool? other) => writer.Write(field.Value);
    }

    private sealed class Loading(BinaryReader reader) : Pass
    {
        public override void Do(ref double? field, double? other) => field = reader.ReadDouble();
        public override void Do(ref bool? field, bool? other) => field = reader.ReadBoolean();
    }

    private sealed class Copying : Pass
    {
        public static readonly Copying Instance = new();
        public override void Do(ref double? field, double? other) => field = other;
        public override void Do(ref bool? field, bool? other) => field = other;
    }

    private sealed class Filling : Pass
    {
        public static readonly Filling Instance = new();
        public override void Do(ref double? field, double? other) => field ??= other;
        public override void Do(ref bool? field, bool? other) => field ??= other;
    }
}
