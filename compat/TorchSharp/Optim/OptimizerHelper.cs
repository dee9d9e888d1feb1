using System;
using System.Collections.Generic;
using TorchSharp.Utils;

namespace TorchSharp.Modules;

/// <summary>Base of optimizers written in C#: parameter groups, state by parameter, saving, and the frame of a step.</summary>
public abstract partial class OptimizerHelper : torch.optim.Optimizer
{
    protected OptimizerOptions _defaults;

    /// <summary>The state of each parameter, by the parameter's handle.</summary>
    protected OrderedDict<IntPtr, OptimizerState> _state = new();

    public OptimizerHelper() : base(IntPtr.Zero) { }

    protected enum TypeCode
    {
        Double = 0, Long = 1, Tensor = 2, Options = 3, State = 4,
    }

    public override void zero_grad() => base.zero_grad();
    public override IEnumerable<Parameter> parameters() => base.parameters();

    /// <summary>Adds the group and nothing else: an override fills in options and makes the state of each parameter.</summary>
    public override void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

    /// <summary>Moves the state of every parameter.</summary>
    public void to(torch.Device device)
    {
        foreach (var group in _parameter_groups)
            foreach (var parameter in group.Parameters) _state[parameter.Handle].to(device);
    }

    /// <summary>Evaluates the closure once, with gradients; then runs `body` on every group, without them and in one
    /// dispose scope. Tensors that must outlive the step are detached from that scope by `body`.</summary>
    protected torch.Tensor _step<T>(Action<T> body, Func<torch.Tensor> loss_closure = null) where T : ParamGroup
    {
        torch.Tensor loss = null;
        if (loss_closure is not null)
            using (torch.enable_grad()) loss = loss_closure();

        using (torch.no_grad())
        using (torch.NewDisposeScope())
            foreach (var group in _parameter_groups) body(group as T);
        return loss;
    }

    /// <summary>Sets the defaults and adds the groups; options are complete afterwards.</summary>
    private protected void Begin(OptimizerOptions defaults, double learningRate, IEnumerable<ParamGroup> groups)
    {
        defaults.LearningRate = defaults.InitialLearningRate = learningRate;
        _defaults = defaults;
        _parameter_groups = new List<ParamGroup>();
        foreach (var group in groups) add_param_group(group);
    }

    private protected void Admit<TOptions>(ParamGroup group, Func<Parameter, OptimizerState> newState) where TOptions : OptimizerOptions, new()
    {
        group.Options ??= new TOptions();
        if (group.Options is not TOptions options)
            throw new ArgumentException($"{GetType().Name} needs a parameter group with options of type {typeof(TOptions).FullName}; received {group.Options.GetType().FullName}.");
        options.FillFrom(_defaults);
        options.InitialLearningRate = options.LearningRate.Value;

        _parameter_groups.Add(group);
        foreach (var parameter in group.Parameters)
        {
            if (_state.TryGetValue(parameter.Handle, out var known)) (known as IDisposable)?.Dispose();
            var state = newState(parameter);
            _state[parameter.Handle] = state;
            state.Initialize(options);
        }
    }

    /// <summary>The group's parameters that have a gradient, with it and their state. The gradient is negated to maximize,
    /// then L2 decay is added to it; it is disposed when the next one is asked for.</summary>
    private protected IEnumerable<(Parameter Param, torch.Tensor Grad, TState State)> Updates<TState>(ParamGroup group, double weightDecay, bool maximize = false)
        where TState : OptimizerState
    {
        foreach (var parameter in group.Parameters)
        {
            using var raw = parameter.grad;
            if (raw is null) continue;
            using var ascent = maximize ? raw.neg() : null;
            using var decayed = weightDecay != 0 ? (ascent ?? raw).add(parameter, alpha: weightDecay) : null;
            yield return (parameter, decayed ?? ascent ?? raw, (TState)_state[parameter.Handle]);
        }
    }

    private protected void DisposeState(bool disposing)
    {
        if (!disposing) return;
        foreach (var state in _state.values()) (state as IDisposable)?.Dispose();
        _state.Clear();
    }

    private protected static void Require(bool valid, string what, double value)
    {
        if (!valid) throw new ArgumentException(FormattableString.Invariant($"Invalid {what}: {value}"));
    }
}
