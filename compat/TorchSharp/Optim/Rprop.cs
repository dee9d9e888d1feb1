using System;
using System.Collections.Generic;
using System.IO;

namespace TorchSharp.Modules;

/// <summary>
/// Each weight has its own step s: s grows by η+ where the gradient keeps its sign, shrinks by η- where it flips, where
/// also the weight rests for one step; θ ← θ - s sign(g). Reference: Riedmiller and Braun 1993, as in PyTorch.
/// </summary>
public class Rprop : OptimizerHelper
{
    public Rprop(IEnumerable<Parameter> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
        : this(new ParamGroup[] { new() { Parameters = parameters } }, lr, etaminus, etaplus, min_step, max_step, maximize) { }

    public Rprop(IEnumerable<ParamGroup> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
    {
        Require(lr >= 0, "learning rate", lr);
        Require(etaminus > 0 && etaminus < 1, "etaminus", etaminus);
        Require(etaplus > 1, "etaplus", etaplus);
        Begin(new Options { maximize = maximize, etaminus = etaminus, etaplus = etaplus, min_step = min_step, max_step = max_step }, lr, parameters);
    }

    public override void add_param_group(Modules.ParamGroup param_group) => Admit<Options>(param_group, parameter => new State(parameter));

    public override torch.Tensor step(Func<torch.Tensor> closure = null) => _step<Modules.ParamGroup>(group =>
    {
        var o = (Options)group.Options;
        var (shrink, grow, smallest, largest) = (o.etaminus.Value, o.etaplus.Value, o.min_step.Value, o.max_step.Value);
        foreach (var (param, grad, state) in Updates<State>(group, weightDecay: 0, o.maximize.Value))
        {
            state.step++;
            var agreement = state.prev.mul_(grad);
            using var kept = agreement.gt(0);
            using var flipped = agreement.lt(0);
            using var factor = torch.ones_like(grad).masked_fill_(kept, grow).masked_fill_(flipped, shrink);
            state.step_size.mul_(factor).clamp_(smallest, largest);

            using var counted = grad.masked_fill(flipped, 0);
            using var direction = counted.sign();
            param.addcmul_(direction, state.step_size, value: -1);
            state.prev.copy_(counted);
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
        public double? etaminus;
        public double? etaplus;
        public double? min_step;
        public double? max_step;

        internal override void Each(Pass pass, OptimizerOptions other)
        {
            var o = (Options)other;
            pass.Do(ref maximize, o?.maximize);
            pass.Do(ref etaminus, o?.etaminus);
            pass.Do(ref etaplus, o?.etaplus);
            pass.Do(ref min_step, o?.min_step);
            pass.Do(ref max_step, o?.max_step);
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, etaminus = etaminus, etaplus = etaplus, min_step = min_step, max_step = max_step, maximize = maximize }) { }
    }

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public torch.Tensor prev;
        public torch.Tensor step_size;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            Release();
            step = 0;
            prev = ZerosLike(_parameter);
            step_size = ZerosLike(_parameter).fill_(options.LearningRate.Value);
        }

        internal override void Each(Pass pass, OptimizerState other)
        {
            var o = (State)other;
            pass.Do(ref step, o?.step ?? 0);
            pass.Do(ref prev, o?.prev);
            pass.Do(ref step_size, o?.step_size);
        }

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Copy(source);
        public override void to(torch.Device device) => Move(device);
        public override bool ApproximatelyEquals(OptimizerState other) => Near(other);
        public void Dispose() => Release();
    }
}
