using System;
using System.Collections.Generic;
using System.IO;

namespace TorchSharp.Modules;

/// <summary>
/// Adam with Nesterov's momentum: μ_t = β1 (1 - 0.96^(t ψ) / 2); θ ← θ - lr (1 - μ_t) / (1 - Πμ) g / (√v̂ + ε) and
/// θ ← θ - lr μ_(t+1) / (1 - Πμ μ_t μ_(t+1)) m / (√v̂ + ε), Πμ the product up to t: as PyTorch 1.13 and TorchSharp have it.
/// Reference: Dozat 2016.
/// </summary>
public class NAdam : OptimizerHelper, torch.optim.IBetas
{
    public NAdam(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 0.004)
        : this(new ParamGroup[] { new() { Parameters = parameters } }, lr, beta1, beta2, eps, weight_decay, momentum_decay) { }

    public NAdam(IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 0.004)
    {
        Require(lr >= 0, "learning rate", lr);
        Require(eps >= 0, "eps", eps);
        Require(beta1 >= 0 && beta1 < 1, "beta1", beta1);
        Require(beta2 >= 0 && beta2 < 1, "beta2", beta2);
        Require(weight_decay >= 0, "weight_decay value", weight_decay);
        Require(momentum_decay >= 0, "momentum_decay value", momentum_decay);
        Begin(new Options { beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay }, lr, parameters);
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
        var (lr, beta1, beta2, eps, psi) = (o.LearningRate.Value, o.beta1.Value, o.beta2.Value, o.eps.Value, o.momentum_decay.Value);
        foreach (var (param, grad, state) in Updates<State>(group, o.weight_decay.Value))
        {
            state.step++;
            var mu = beta1 * (1 - 0.5 * Math.Pow(0.96, state.step * psi));
            var muNext = beta1 * (1 - 0.5 * Math.Pow(0.96, (state.step + 1) * psi));
            state.mu_product *= mu;
            var productNext = state.mu_product * mu * muNext;

            AdamMoments.Accumulate(state.exp_avg, state.exp_avg_sq, grad, beta1, beta2);
            using var denominator = state.exp_avg_sq.div(1 - Math.Pow(beta2, state.step)).sqrt_().add_(eps);
            param.addcdiv_(grad, denominator, value: -lr * (1 - mu) / (1 - state.mu_product));
            param.addcdiv_(state.exp_avg, denominator, value: -lr * muNext / (1 - productNext));
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
        public double? momentum_decay;

        internal override void Each(Pass pass, OptimizerOptions other)
        {
            var o = (Options)other;
            pass.Do(ref beta1, o?.beta1);
            pass.Do(ref beta2, o?.beta2);
            pass.Do(ref eps, o?.eps);
            pass.Do(ref weight_decay, o?.weight_decay);
            pass.Do(ref momentum_decay, o?.momentum_decay);
        }
    }

    public class ParamGroup : ParamGroup<Options>, torch.optim.IBetas
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 0.004)
            : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay }) { }

        public (double, double) Betas
        {
            get => (Options.beta1.Value, Options.beta2.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public double mu_product;
        public torch.Tensor exp_avg;
        public torch.Tensor exp_avg_sq;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            Release();
            step = 0;
            mu_product = 1;
            exp_avg = ZerosLike(_parameter);
            exp_avg_sq = ZerosLike(_parameter);
        }

        internal override void Each(Pass pass, OptimizerState other)
        {
            var o = (State)other;
            pass.Do(ref step, o?.step ?? 0);
            pass.Do(ref mu_product, o?.mu_product ?? 0);
            pass.Do(ref exp_avg, o?.exp_avg);
            pass.Do(ref exp_avg_sq, o?.exp_avg_sq);
        }

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Copy(source);
        public override void to(torch.Device device) => Move(device);
        public override bool ApproximatelyEquals(OptimizerState other) => Near(other);
        public void Dispose() => Release();
    }
}
