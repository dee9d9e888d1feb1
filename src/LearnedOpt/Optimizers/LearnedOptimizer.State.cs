using System.Runtime.InteropServices;
using TorchSharp.Modules;

namespace LearnedOpt.Optimizers;

public sealed partial class LearnedOptimizer
{
    /// <summary>Options of a parameter group; null means the optimizer's own.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>Decoupled weight decay.</summary>
        public double? weight_decay;

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(weight_decay!.Value);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            weight_decay = reader.ReadDouble();
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            weight_decay = ((Options)source).weight_decay;
        }
    }

    /// <summary>Parameters with a learning rate and a weight decay of their own.</summary>
    public class ParamGroup : ParamGroup<Options>
    {
        /// <summary>A group to be filled.</summary>
        public ParamGroup()
        {
        }

        /// <summary>A group; null takes the optimizer's value.</summary>
        public ParamGroup(IEnumerable<Parameter> parameters, double? lr = null, double? weight_decay = null)
            : base(parameters, new Options { LearningRate = lr, weight_decay = weight_decay })
        {
        }
    }

    /// <summary>
    /// What the rule remembers of one parameter: its momenta and the number of steps. The memory is the stepper's own, so
    /// reading and writing it here is reading and writing the optimizer.
    /// </summary>
    public sealed class State : OptimizerState
    {
        private readonly LearnedOptimizer _owner;

        internal State(LearnedOptimizer owner, Parameter parameter, int index) : base(parameter) => (_owner, Index) = (owner, index);

        internal int Index { get; }

        private IEnumerable<Memory<float>> Parts => Enumerable.Range(0, _owner._space.Tensors.Count)
            .Where(tensor => _owner._space.Tensors[tensor].View.Parameter == _owner._parameters[Index].Name)
            .Select(_owner._stepper.StateOf);

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            foreach (var part in Parts) part.Span.Clear();
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(_owner._steps);
            foreach (var part in Parts)
            {
                writer.Write(part.Length);
                writer.Write(MemoryMarshal.AsBytes(part.Span));
            }
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            var steps = reader.ReadInt64();
            if (steps < 0) throw new InvalidDataException($"the optimizer's state has {steps} steps: the file is damaged.");
            foreach (var part in Parts)
            {
                if (reader.ReadInt32() is var length && length != part.Length)
                    throw new InvalidDataException($"the state of '{_owner._parameters[Index].Name}' must have {part.Length} values; the file has {length}. Was it saved by another rule or model?");
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(part.Span));
            }

            _owner._steps = steps;
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            var other = (State)source;
            foreach (var (mine, theirs) in Parts.Zip(other.Parts)) theirs.CopyTo(mine);
            _owner._steps = other._owner._steps;
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) => other is State state && _owner._steps == state._owner._steps
            && Parts.Zip(state.Parts).All(pair => pair.First.Length == pair.Second.Length && Near(pair.First.Span, pair.Second.Span));

        private static bool Near(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            for (var i = 0; i < a.Length; i++)
                if (!(MathF.Abs(a[i] - b[i]) <= 1e-6f + 1e-5f * MathF.Abs(b[i]))) return false;
            return true;
        }
    }
}
