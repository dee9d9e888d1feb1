using System;
using System.Collections.Generic;
using System.IO;

namespace TorchSharp.Modules;

/// <summary>
/// v ← α v + (1 - α) g²; θ ← θ - lr g / (√v + ε), or with momentum b ← μ b + g / (√v + ε), θ ← θ - lr b. Centered: the
/// square of the mean gradient is taken from v. Reference: Hinton 2012, lecture 6; Graves 2013 (centered).
/// </summary>
public class RMSProp : OptimizerHelper, torch.optim.IMomentum
{
    public RMSProp(IEnumerable<Parameter> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
        : this(new ParamGroup[] { new() { Parameters = parameters } }, lr, alpha, eps, weight_decay, momentum, centered, maximize) { }

    public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
    {
        Require(lr >= 0, "learning rate", lr);
        Require(eps >= 0, "eps", eps);
        Require(alpha >= 0, "alpha", alpha);
        Require(momentum >= 0, "momentum value", momentum);
        Require(weight_decay >= 0, "weight_decay value", weight_decay);
        Begin(new Options { maximize = maximize, momentum = momentum, alpha = alpha, eps = eps, weight_decay = weight_decay, centered = centered }, lr, parameters);
    }

    /// <summary>Of the defaults; each group has its own.</summary>
    public double Momentum
    {
        get => ((Options)_defaults).momentum.Value;
        set => ((Options)_defaults).momentum = value;
    }

    public override void add_param_group(Modules.ParamGroup param_group) => Admit<Options>(param_group, parameter => new State(parameter));

    public override torch.Tensor step(Func<torch.Tensor> closure = null) => _step<Modules.ParamGroup>(group =>
    {
        var o = (Options)group.Options;
        var (lr, alpha, eps, momentum) = (o.LearningRate.Value, o.alpha.Value, o.eps.Value, o.momentum.Value);
        foreach (var (param, grad, state) in Updates<State>(group, o.weight_decay.Value, o.maximize.Value))
        {
            state.step++;
            state.square_avg.mul_(alpha).addcmul_(grad, grad, value: 1 - alpha);
            using var denominator = o.centered.Value ? Centered(param, state, grad, alpha) : state.square_avg.sqrt();
            denominator.add_(eps);

            if (momentum == 0) param.addcdiv_(grad, denominator, value: -lr);
            else param.add_((state.momentum_buffer ??= OptimizerState.ZerosLike(param)).mul_(momentum).addcdiv_(grad, denominator), alpha: -lr);
        }
    }, closure);

    /// <summary>The standard deviation: √(v - mean²).</summary>
    private static torch.Tensor Centered(Parameter param, State state, torch.Tensor grad, double alpha)
    {
        var mean = (state.grad_avg ??= OptimizerState.ZerosLike(param)).mul_(alpha).add_(grad, alpha: 1 - alpha);
        return state.square_avg.addcmul(mean, mean, value: -1).sqrt_();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        DisposeState(disposing);
    }

    public class Options : OptimizerOptions
    {
        public bool? maximize;
        public double? momentum;
        public double? alpha;
        public double? eps;
        public double? weight_decay;
        public bool? centered;

        internal override void Each(Pass pass, OptimizerOptions other)
        {
            var o = (Options)other;
            pass.Do(ref maximize, o?.maximize);
            pass.Do(ref momentum, o?.momentum);
            pass.Do(ref alpha, o?.alpha);
            pass.Do(ref eps, o?.eps);
            pass.Do(ref weight_decay, o?.weight_decay);
            pass.Do(ref centered, o?.centered);
        }
    }

    public class ParamGroup : ParamGroup<Options>, torch.optim.IMomentum
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double eps = 1e-8, double alpha = 0.99, double weight_decay = 0, double momentum = 0, bool centered = false)
            : base(parameters, new Options { LearningRate = lr, eps = eps, alpha = alpha, weight_decay = weight_decay, momentum = momentum, centered = centered }) { }

        public double Momentum
        {
            get => Options.momentum.Value;
            set => Options.momentum = value;
        }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public torch.Tensor square_avg;
        public torch.Tensor momentum_buffer;
        public torch.Tensor grad_avg;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            Release();
            step = 0;
            square_avg = ZerosLike(_parameter);
        }

        internal override void Each(Pass pass, OptimizerState other)
        {
            var o = (State)other;
            pass.Do(ref step, o?.step ?? 0);
            pass.Do(ref square_avg, o?.square_avg);
            pass.DoOptional(ref momentum_buffer, o?.momentum_buffer);
            pass.DoOptional(ref grad_avg, o?.grad_avg);
        }

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Copy(source);
        public override void to(torch.Device device) => Move(device);
        public override bool ApproximatelyEquals(OptimizerState other) => Near(other);
        public void Dispose() => Release();
    }
}
