using System;
using System.Collections.Generic;
using System.IO;

namespace TorchSharp.Modules;

/// <summary>
/// Stochastic gradient descent with optional momentum: b ← μ b + (1 - τ) g, with b = g at first; θ ← θ - lr b, or
/// θ ← θ - lr (g + μ b) with Nesterov's momentum.
/// </summary>
public class SGD : OptimizerHelper, torch.optim.IMomentum
{
    public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        : this(new ParamGroup[] { new() { Parameters = parameters } }, lr, momentum, dampening, weight_decay, nesterov, maximize) { }

    public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
    {
        Require(lr >= 0, "learning rate", lr);
        Require(momentum >= 0, "momentum value", momentum);
        Require(weight_decay >= 0, "weight_decay value", weight_decay);
        if (nesterov && (momentum <= 0 || dampening != 0)) throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
        Begin(new Options { momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize }, lr, parameters);
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
        var (lr, momentum, dampening, nesterov) = (o.LearningRate.Value, o.momentum.Value, o.dampening.Value, o.nesterov.Value);
        foreach (var (param, grad, state) in Updates<State>(group, o.weight_decay.Value, o.maximize.Value))
        {
            if (momentum == 0)
            {
                param.add_(grad, alpha: -lr);
                continue;
            }
            if (state.momentum_buffer is null) state.momentum_buffer = grad.clone().DetachFromDisposeScope();
            else state.momentum_buffer.mul_(momentum).add_(grad, alpha: 1 - dampening);

            if (!nesterov) param.add_(state.momentum_buffer, alpha: -lr);
            else using (var ahead = grad.add(state.momentum_buffer, alpha: momentum)) param.add_(ahead, alpha: -lr);
        }
    }, closure);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        DisposeState(disposing);
    }

    public class Options : OptimizerOptions
    {
        public double? momentum;
        public double? dampening;
        public double? weight_decay;
        public bool? nesterov;
        public bool? maximize;

        internal override void Each(Pass pass, OptimizerOptions other)
        {
            var o = (Options)other;
            pass.Do(ref momentum, o?.momentum);
            pass.Do(ref dampening, o?.dampening);
            pass.Do(ref weight_decay, o?.weight_decay);
            pass.Do(ref nesterov, o?.nesterov);
            pass.Do(ref maximize, o?.maximize);
        }
    }

    public class ParamGroup : ParamGroup<Options>, torch.optim.IMomentum
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize }) { }

        public double Momentum
        {
            get => Options.momentum.Value;
            set => Options.momentum = value;
        }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public torch.Tensor momentum_buffer;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options) => Release();

        internal override void Each(Pass pass, OptimizerState other)
        {
            var o = (State)other;
            pass.DoOptional(ref momentum_buffer, o?.momentum_buffer);
        }

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Copy(source);
        public override void to(torch.Device device) => Move(device);
        public override bool ApproximatelyEquals(OptimizerState other) => Near(other);
        public void Dispose() => Release();
    }
}
