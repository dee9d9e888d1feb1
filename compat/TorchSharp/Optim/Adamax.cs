using System;
using System.Collections.Generic;
using System.IO;

namespace TorchSharp.Modules;

/// <summary>
/// m ← β1 m + (1 - β1) g; u ← max(β2 u, |g| + ε); θ ← θ - lr / (1 - β1^t) m / u. Reference: Kingma and Ba 2015, algorithm 2.
/// </summary>
public class Adamax : OptimizerHelper, torch.optim.IBetas
{
    public Adamax(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
        : this(new ParamGroup[] { new() { Parameters = parameters } }, lr, beta1, beta2, eps, weight_decay) { }

    public Adamax(IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
    {
        Require(lr >= 0, "learning rate", lr);
        Require(eps >= 0, "eps", eps);
        Require(beta1 >= 0 && beta1 < 1, "beta1", beta1);
        Require(beta2 >= 0 && beta2 < 1, "beta2", beta2);
        Require(weight_decay >= 0, "weight_decay value", weight_decay);
        Begin(new Options { beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay }, lr, parameters);
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
        foreach (var (param, grad, state) in Updates<State>(group, o.weight_decay.Value))
        {
            state.step++;
            state.exp_avg.mul_(beta1).add_(grad, alpha: 1 - beta1);
            using var magnitude = grad.abs().add_(eps);
            AdamMoments.Largest(state.exp_inf.mul_(beta2), magnitude);
            param.addcdiv_(state.exp_avg, state.exp_inf, value: -lr / (1 - Math.Pow(beta1, state.step)));
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

        internal override void Each(Pass pass, OptimizerOptions other)
        {
            var o = (Options)other;
            pass.Do(ref beta1, o?.beta1);
            pass.Do(ref beta2, o?.beta2);
            pass.Do(ref eps, o?.eps);
            pass.Do(ref weight_decay, o?.weight_decay);
        }
    }

    public class ParamGroup : ParamGroup<Options>, torch.optim.IBetas
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
            : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay }) { }

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
        public torch.Tensor exp_inf;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            Release();
            step = 0;
            exp_avg = ZerosLike(_parameter);
            exp_inf = ZerosLike(_parameter);
        }

        internal override void Each(Pass pass, OptimizerState other)
        {
            var o = (State)other;
            pass.Do(ref step, o?.step ?? 0);
            pass.Do(ref exp_avg, o?.exp_avg);
            pass.Do(ref exp_inf, o?.exp_inf);
        }

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Copy(source);
        public override void to(torch.Device device) => Move(device);
        public override bool ApproximatelyEquals(OptimizerState other) => Near(other);
        public void Dispose() => Release();
    }
}
