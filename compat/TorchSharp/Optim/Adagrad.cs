using System;
using System.Collections.Generic;
using System.IO;

namespace TorchSharp.Modules;

/// <summary>
/// s ← s + g²; θ ← θ - lr / (1 + (t - 1) η) g / (√s + ε), η the decay of the rate.
/// Reference: Duchi, Hazan and Singer 2011.
/// </summary>
public class Adagrad : OptimizerHelper
{
    public Adagrad(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
        : this(new ParamGroup[] { new() { Parameters = parameters } }, lr, lr_decay, weight_decay, initial_accumulator_value, eps) { }

    public Adagrad(IEnumerable<ParamGroup> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
    {
        Require(lr >= 0, "learning rate", lr);
        Require(lr_decay >= 0, "lr_decay value", lr_decay);
        Require(weight_decay >= 0, "weight_decay value", weight_decay);
        Require(initial_accumulator_value >= 0, "initial_accumulator_value", initial_accumulator_value);
        Require(eps >= 0, "eps", eps);
        Begin(new Options { lr_decay = lr_decay, initial_accumulator_value = initial_accumulator_value, eps = eps, weight_decay = weight_decay }, lr, parameters);
    }

    public override void add_param_group(Modules.ParamGroup param_group) => Admit<Options>(param_group, parameter => new State(parameter));

    public override torch.Tensor step(Func<torch.Tensor> closure = null) => _step<Modules.ParamGroup>(group =>
    {
        var o = (Options)group.Options;
        var (lr, decay, eps) = (o.LearningRate.Value, o.lr_decay.Value, o.eps.Value);
        foreach (var (param, grad, state) in Updates<State>(group, o.weight_decay.Value))
        {
            state.step++;
            state.sum.addcmul_(grad, grad, value: 1);
            using var denominator = state.sum.sqrt().add_(eps);
            param.addcdiv_(grad, denominator, value: -lr / (1 + (state.step - 1) * decay));
        }
    }, closure);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        DisposeState(disposing);
    }

    public class Options : OptimizerOptions
    {
        public double? lr_decay;
        public double? initial_accumulator_value;
        public double? eps;
        public double? weight_decay;

        internal override void Each(Pass pass, OptimizerOptions other)
        {
            var o = (Options)other;
            pass.Do(ref lr_decay, o?.lr_decay);
            pass.Do(ref initial_accumulator_value, o?.initial_accumulator_value);
            pass.Do(ref eps, o?.eps);
            pass.Do(ref weight_decay, o?.weight_decay);
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
            : base(parameters, new Options { LearningRate = lr, lr_decay = lr_decay, weight_decay = weight_decay, initial_accumulator_value = initial_accumulator_value, eps = eps }) { }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public torch.Tensor sum;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            Release();
            step = 0;
            sum = ZerosLike(_parameter).fill_(((Options)options).initial_accumulator_value.Value);
        }

        internal override void Each(Pass pass, OptimizerState other)
        {
            var o = (State)other;
            pass.Do(ref step, o?.step ?? 0);
            pass.Do(ref sum, o?.sum);
        }

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Copy(source);
        public override void to(torch.Device device) => Move(device);
        public override bool ApproximatelyEquals(OptimizerState other) => Near(other);
        public void Dispose() => Release();
    }
}
