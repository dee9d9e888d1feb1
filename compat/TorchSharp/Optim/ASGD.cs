using System;
using System.Collections.Generic;
using System.IO;

namespace TorchSharp.Modules;

/// <summary>
/// Averaged gradient descent: θ ← θ (1 - λ η) - η g with η = lr / (1 + λ lr t)^α, and the mean of the weights after step t0 in
/// the state's `ax`. Reference: Polyak and Juditsky 1992, as in PyTorch.
/// </summary>
public class ASGD : OptimizerHelper
{
    public ASGD(IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 0.0001, double alpha = 0.75, double t0 = 1000000, double weight_decay = 0, bool maximize = false)
        : this(new ParamGroup[] { new() { Parameters = parameters } }, lr, lambd, alpha, t0, weight_decay, maximize) { }

    public ASGD(IEnumerable<ParamGroup<ASGD.Options>> parameters, double lr = 0.01, double lambd = 0.0001, double alpha = 0.75, double t0 = 1000000, double weight_decay = 0, bool maximize = false)
    {
        Require(lr >= 0, "learning rate", lr);
        Require(weight_decay >= 0, "weight_decay value", weight_decay);
        Begin(new Options { maximize = maximize, lambd = lambd, alpha = alpha, weight_decay = weight_decay, t0 = t0 }, lr, parameters);
    }

    public override void add_param_group(Modules.ParamGroup param_group) => Admit<Options>(param_group, parameter => new State(parameter));

    public override torch.Tensor step(Func<torch.Tensor> closure = null) => _step<Modules.ParamGroup>(group =>
    {
        var o = (Options)group.Options;
        var (lr, lambda, alpha, t0) = (o.LearningRate.Value, o.lambd.Value, o.alpha.Value, o.t0.Value);
        foreach (var (param, grad, state) in Updates<State>(group, o.weight_decay.Value, o.maximize.Value))
        {
            state.step++;
            param.mul_(1 - lambda * state.eta).add_(grad, alpha: -state.eta);
            if (state.mu == 1) state.ax.copy_(param);
            else using (var gap = param.sub(state.ax)) state.ax.add_(gap, alpha: state.mu);

            state.eta = lr / Math.Pow(1 + lambda * lr * state.step, alpha);
            state.mu = 1 / Math.Max(1, state.step - t0);
        }
    }, closure);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        DisposeState(disposing);
    }

    public class Options : OptimizerOptions
    {
        public bool? maximize;
        public double? lambd;
        public double? alpha;
        public double? weight_decay;
        public double? t0;

        internal override void Each(Pass pass, OptimizerOptions other)
        {
            var o = (Options)other;
            pass.Do(ref maximize, o?.maximize);
            pass.Do(ref lambd, o?.lambd);
            pass.Do(ref alpha, o?.alpha);
            pass.Do(ref weight_decay, o?.weight_decay);
            pass.Do(ref t0, o?.t0);
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 0.0001, double alpha = 0.75, double t0 = 1000000, double weight_decay = 0)
            : base(parameters, new Options { LearningRate = lr, lambd = lambd, alpha = alpha, t0 = t0, weight_decay = weight_decay }) { }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public double eta;
        public double mu;
        public torch.Tensor ax;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            Release();
            step = 0;
            eta = options.LearningRate.Value;
            mu = 1;
            ax = ZerosLike(_parameter);
        }

        internal override void Each(Pass pass, OptimizerState other)
        {
            var o = (State)other;
            pass.Do(ref step, o?.step ?? 0);
            pass.Do(ref eta, o?.eta ?? 0);
            pass.Do(ref mu, o?.mu ?? 0);
            pass.Do(ref ax, o?.ax);
        }

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Copy(source);
        public override void to(torch.Device device) => Move(device);
        public override bool ApproximatelyEquals(OptimizerState other) => Near(other);
        public void Dispose() => Release();
    }
}
