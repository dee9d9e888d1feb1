using TorchSharp.Modules;

namespace LearnedOpt.Optimizers;

public sealed partial class LearnedOptimizer
{
    internal (string Rule, string Settings, long Steps, float[] Shared) Progress =>
        (_rule.Rule.Name, _rule.Rule.Settings, _steps, _stepper!.SharedState.ToArray());

    /// <summary>Options of a parameter group; null means the optimizer's own.</summary>
    public class Options : OptimizerOptions
    {
        /// <summary>Decoupled weight decay.</summary>
        public double? weight_decay;

        private LearnedOptimizer? _owner;

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer) => OptimizerRecord.Of(this, _owner).Write(writer);

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            var owner = _owner ?? throw new InvalidOperationException("options can only be loaded once their group belongs to an optimizer.");
            owner.Guarded(() =>
            {
                var record = OptimizerRecord.Read(reader);
                record.RequireSameRule(owner._rule.Rule, owner._stepper!.SharedState.Length);
                owner.Receive(this, record);
            });
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            if (source is not Options other)
                throw new ArgumentException($"options of type LearnedOptimizer.Options are needed; received {source?.GetType().Name ?? "null"}.");
            var record = OptimizerRecord.Of(other, other._owner);
            if (_owner is not null && other._owner is not null) record.RequireSameRule(_owner._rule.Rule, _owner._stepper!.SharedState.Length);
            Apply(record);
        }

        internal LearnedOptimizer? Owner => _owner;

        internal void Apply(OptimizerRecord record)
        {
            (LearningRate, InitialLearningRate, weight_decay) = (record.LearningRate, record.InitialLearningRate, record.WeightDecay);
            if (_owner is null || record.Rule.Length == 0) return;
            _owner._steps = record.Steps;
            record.Shared.CopyTo(_owner._stepper!.SharedState);
        }

        internal void Attach(LearnedOptimizer owner, Options defaults)
        {
            if (_owner is { _isDisposed: false } && _owner != owner)
                throw new ArgumentException("these options belong to another optimizer's parameter group. Make a new group for each optimizer.");
            LearningRate ??= defaults.LearningRate;
            weight_decay ??= defaults.weight_decay;
            Require();
            InitialLearningRate = LearningRate!.Value;
            _owner = owner;
        }

        internal void Require()
        {
            if (!(LearningRate >= 0 && double.IsFinite(LearningRate.Value))) throw new ArgumentException(FormattableString.Invariant($"lr must be at least 0 and finite; received {LearningRate}. It multiplies the rule's own step: start with 1."));
            if (!(weight_decay >= 0 && double.IsFinite(weight_decay.Value))) throw new ArgumentException(FormattableString.Invariant($"weight_decay must be at least 0 and finite; received {weight_decay}."));
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
}
