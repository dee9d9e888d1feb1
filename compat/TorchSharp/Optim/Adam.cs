using System;
using System.Collections.Generic;
using System.IO;

namespace TorchSharp.Modules;

/// <summary>
/// m ← β1 m + (1 - β1) g; v ← β2 v + (1 - β2) g²; θ ← θ - lr m̂ / (√v̂ + ε), with m̂ = m / (1 - β1^t) and v̂ = v / (1 - β2^t);
/// with amsgrad the largest v so far takes v's place. Weight decay is added to the gradient.
/// Reference: Kingma and Ba 2015, algorithm 1; Reddi et al. 2018.
/// </summary>
public class Adam : OptimizerHelper, torch.optim.IBetas
{
    public Adam(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        : this(new ParamGroup[] { new() { Parameters = parameters } }, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize) { }

    public Adam(IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
    {
        Require(lr >= 0, "learning rate", lr);
        Require(eps >= 0, "eps", eps);
        Require(beta1 >= 0 && beta1 < 1, "beta1", beta1);
        Require(beta2 >= 0 && beta2 < 1, "beta2", beta2);
        Require(weight_decay >= 0, "weight_decay value", weight_decay);
        Begin(new Options { beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize }, lr, parameters);
    }

    /// <summary>Of the defaults; each group has its own.</summary>
    public (double, double) Betas
    {
        get => (((Options)_defaults).beta1.Value, ((Options)_defaults).beta2.Value);
        set => (((Options)_defaults).beta1, ((Options)_defaults).beta2) = value;
    }

    public override void add_param_group(Modules.ParamGroup param_group) => Admit<Options>(param_group, parameter => new State(parameter));

    public override torch.Tensor step(Func<torch.Tensor> closure = null) => _step<Modules.ParamGroup>(group =>
    {
        var o = (Options)group.Options;
        var (lr, beta1, beta2, eps) = (o.LearningRate.Value, o.beta1.Value, o.beta2.Value, o.eps.Value);
        foreach (var (param, grad, state) in Updates<State>(group, o.weight_decay.Value, o.maximize.Value))
        {
            state.step++;
            AdamMoments.Accumulate(state.exp_avg, state.exp_avg_sq, grad, beta1, beta2);
            var largest = o.amsgrad.Value ? state.max_exp_avg_sq ??= OptimizerState.ZerosLike(param) : null;
            AdamMoments.Apply(param, state.exp_avg, state.exp_avg_sq, largest, state.step, lr, beta1, beta2, eps);
        }
    }, closure);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        DisposeState(disposing);
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? eps;
        public double? weight_decay;
        public bool? amsgrad;
        public bool? maximize;

        internal override void Each(Pass pass, OptimizerOptions other)
        {
            var o = (Options)other;
            pass.Do(ref beta1, o?.beta1);
            pass.Do(ref beta2, o?.beta2);
            pass.Do(ref eps, o?.eps);
            pass.Do(ref weight_decay, o?.weight_decay);
            pass.Do(ref amsgrad, o?.amsgrad);
            pass.Do(ref maximize, o?.maximize);
        }
    }

    public class ParamGroup : ParamGroup<Options>, torch.optim.IBetas
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize }) { }

        public (double, double) Betas
        {
            get => (Options.beta1.Value, Options.beta2.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public torch.Tensor exp_avg;
        public torch.Tensor exp_avg_sq;
        public torch.Tensor max_exp_avg_sq;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            Release();
            step = 0;
            exp_avg = ZerosLike(_parameter);
            exp_avg_sq = ZerosLike(_parameter);
        }

        internal override void Each(Pass pass, OptimizerState other)
        {
            var o = (State)other;
            pass.Do(ref step, o?.step ?? 0);
            pass.Do(ref exp_avg, o?.exp_avg);
            pass.Do(ref exp_avg_sq, o?.exp_avg_sq);
            pass.DoOptional(ref max_exp_avg_sq, o?.max_exp_avg_sq);
        }

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Copy(source);
        public override void to(torch.Device device) => Move(device);
        public override bool ApproximatelyEquals(OptimizerState other) => Near(other);
        public void Dispose() => Release();
    }
}
