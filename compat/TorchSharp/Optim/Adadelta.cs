using System;
using System.Collections.Generic;
using System.IO;

namespace TorchSharp.Modules;

/// <summary>
/// v ← ρ v + (1 - ρ) g²; Δ = √(u + ε) / √(v + ε) g; u ← ρ u + (1 - ρ) Δ²; θ ← θ - lr Δ. Reference: Zeiler 2012, algorithm 1.
/// </summary>
public class Adadelta : OptimizerHelper
{
    public Adadelta(IEnumerable<Parameter> parameters, double lr, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
        : this(new ParamGroup[] { new() { Parameters = parameters } }, lr, rho, eps, weight_decay, maximize) { }

    public Adadelta(IEnumerable<ParamGroup> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
    {
        Require(lr >= 0, "learning rate", lr);
        Require(rho >= 0 && rho <= 1, "rho", rho);
        Require(eps >= 0, "eps", eps);
        Require(weight_decay >= 0, "weight_decay value", weight_decay);
        Begin(new Options { rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize }, lr, parameters);
    }

    public override void add_param_group(Modules.ParamGroup param_group) => Admit<Options>(param_group, parameter => new State(parameter));

    public override torch.Tensor step(Func<torch.Tensor> closure = null) => _step<Modules.ParamGroup>(group =>
    {
        var o = (Options)group.Options;
        var (lr, rho, eps) = (o.LearningRate.Value, o.rho.Value, o.eps.Value);
        foreach (var (param, grad, state) in Updates<State>(group, o.weight_decay.Value, o.maximize.Value))
        {
            state.step++;
            state.square_avg.mul_(rho).addcmul_(grad, grad, value: 1 - rho);
            using var deviation = state.square_avg.add(eps).sqrt_();
            using var delta = state.acc_delta.add(eps).sqrt_().div_(deviation).mul_(grad);
            state.acc_delta.mul_(rho).addcmul_(delta, delta, value: 1 - rho);
            param.add_(delta, alpha: -lr);
        }
    }, closure);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        DisposeState(disposing);
    }

    public class Options : OptimizerOptions
    {
        public double? rho;
        public double? eps;
        public double? weight_decay;
        public bool? maximize;

        internal override void Each(Pass pass, OptimizerOptions other)
        {
            var o = (Options)other;
            pass.Do(ref rho, o?.rho);
            pass.Do(ref eps, o?.eps);
            pass.Do(ref weight_decay, o?.weight_decay);
            pass.Do(ref maximize, o?.maximize);
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize }) { }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public torch.Tensor square_avg;
        public torch.Tensor acc_delta;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            Release();
            step = 0;
            square_avg = ZerosLike(_parameter);
            acc_delta = ZerosLike(_parameter);
        }

        internal override void Each(Pass pass, OptimizerState other)
        {
            var o = (State)other;
            pass.Do(ref step, o?.step ?? 0);
            pass.Do(ref square_avg, o?.square_avg);
            pass.Do(ref acc_delta, o?.acc_delta);
        }

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Copy(source);
        public override void to(torch.Device device) => Move(device);
        public override bool ApproximatelyEquals(OptimizerState other) => Near(other);
        public void Dispose() => Release();
    }
}
