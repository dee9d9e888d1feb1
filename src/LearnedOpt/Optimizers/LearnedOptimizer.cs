using LearnedOpt.WeightSpaces;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>
/// A trained update rule as an ordinary TorchSharp optimizer: zero_grad, backward, step. The symmetries of the model are
/// derived from the module, so the rule sees which units belong together.
/// <para>
/// <c>lr</c> multiplies the rule's own step: 1 is the rule as it was trained, and the first knob to turn where training is
/// unstable or slow. Weight decay is decoupled: W &lt;- W - lr decay W before the step. Parameter groups have their own
/// rates and decay; learning-rate schedulers work as on any optimizer. Parameters without a gradient are left alone.
/// </para>
/// <para>
/// The step runs on the CPU in float32, in place. Parameters on another device are copied there and back at each step.
/// Make the optimizer after the model was moved to its device. Not thread-safe; several optimizers may run side by side.
/// </para>
/// </summary>
public sealed partial class LearnedOptimizer : OptimizerHelper
{
    private readonly RuleFile _rule;
    private readonly List<BoundParameter> _parameters = [];
    private readonly string? _spaceNotice;
    private WeightSpace _space;
    private IStepper _stepper;
    private long _steps;

    /// <summary>Optimizes a module.</summary>
    /// <param name="rule">From <see cref="RuleFile.Read"/>.</param>
    /// <param name="module">Its parameters are trained. Where its symmetries cannot be derived, axes count as independent, and <see cref="Notice"/> says so.</param>
    /// <param name="lr">Factor on the rule's step, at least 0.</param>
    /// <param name="weight_decay">Decoupled, at least 0.</param>
    public LearnedOptimizer(RuleFile rule, nn.Module module, double lr = 1, double weight_decay = 0)
        : this(rule, ModelBinding.Of(module), [new ParamGroup { Parameters = module.parameters().ToList() }], lr, weight_decay)
    {
    }

    /// <summary>Optimizes a module with parameter groups of its parameters; those in no group are left alone.</summary>
    /// <param name="rule">From <see cref="RuleFile.Read"/>.</param>
    /// <param name="module">Its symmetries are derived.</param>
    /// <param name="groups">Rates left open are <paramref name="lr"/> and <paramref name="weight_decay"/>.</param>
    /// <param name="lr">Factor on the rule's step, at least 0.</param>
    /// <param name="weight_decay">Decoupled, at least 0.</param>
    public LearnedOptimizer(RuleFile rule, nn.Module module, IEnumerable<ParamGroup> groups, double lr = 1, double weight_decay = 0)
        : this(rule, ModelBinding.Of(module), groups, lr, weight_decay)
    {
    }

    /// <summary>Optimizes parameters of which nothing more is known: every axis is independent.</summary>
    /// <param name="rule">From <see cref="RuleFile.Read"/>.</param>
    /// <param name="parameters">Trained.</param>
    /// <param name="lr">Factor on the rule's step, at least 0.</param>
    /// <param name="weight_decay">Decoupled, at least 0.</param>
    public LearnedOptimizer(RuleFile rule, IEnumerable<Parameter> parameters, double lr = 1, double weight_decay = 0)
        : this(rule, ModelBinding.Empty, [new ParamGroup { Parameters = parameters }], lr, weight_decay)
    {
    }

    private LearnedOptimizer(RuleFile rule, ModelBinding model, IEnumerable<ParamGroup> groups, double lr, double weight_decay)
    {
        if (!(lr >= 0)) throw new ArgumentException($"lr must be at least 0; received {lr}. It multiplies the rule's own step: start with 1.");
        if (!(weight_decay >= 0)) throw new ArgumentException($"weight_decay must be at least 0; received {weight_decay}.");
        (_rule, _spaceNotice, _space) = (rule, model.Notice, model.Space);
        _defaults = new Options { LearningRate = lr, InitialLearningRate = lr, weight_decay = weight_decay };
        _parameter_groups = [];
        _stepper = MakeStepper();
        foreach (var parameter in model.Parameters) _parameters.Add(parameter);
        foreach (var group in groups) add_param_group(group);
    }

    /// <summary>Loads a weights file and optimizes a module with it.</summary>
    /// <param name="path">A file that <see cref="RuleFile.Write"/> made.</param>
    /// <param name="module">Its parameters are trained, its symmetries derived.</param>
    /// <param name="lr">Factor on the rule's step, at least 0.</param>
    /// <param name="weight_decay">Decoupled, at least 0.</param>
    /// <exception cref="Checkpoints.CheckpointException">The file is missing, damaged or foreign.</exception>
    public static LearnedOptimizer Load(string path, nn.Module module, double lr = 1, double weight_decay = 0) =>
        new(RuleFile.Read(path), module, lr, weight_decay);

    /// <summary>The parameters with the symmetries that the rule uses.</summary>
    public WeightSpace Space => _space;

    /// <summary>Why symmetries were not derived from the module; null where they were.</summary>
    public string? Notice => _spaceNotice;

    /// <summary>Trains for one step.</summary>
    /// <param name="closure">Optional: clears gradients, computes the loss and its gradients, returns the loss.</param>
    /// <returns>The closure's loss; null without a closure.</returns>
    public override Tensor step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
            using (enable_grad())
                loss = closure();
        using (no_grad())
        using (NewDisposeScope())
            StepAll();
        return loss!;
    }

    private unsafe void StepAll()
    {
        var slices = new ParameterSlice[_space.Tensors.Count];
        var bound = new BoundMemory?[_parameters.Count];
        foreach (ParamGroup group in _parameter_groups)
        {
            var options = (Options)group.Options;
            foreach (var parameter in group.Parameters)
            {
                var index = ((State)_state[parameter.Handle]).Index;
                if (bound[index] is null && BoundMemory.Of(_parameters[index].Name, parameter) is { } memory)
                    bound[index] = memory.Prepare(options.LearningRate!.Value, options.weight_decay!.Value);
            }
        }

        for (var t = 0; t < slices.Length; t++)
        {
            var view = _space.Tensors[t].View;
            var index = _parameters.FindIndex(parameter => parameter.Name == view.Parameter);
            slices[t] = index >= 0 && bound[index] is { } memory
                ? new ParameterSlice(memory.Weight + view.Offset, memory.Gradient + view.Offset, _space.Tensors[t].Count, (float)memory.LearningRate)
                : new ParameterSlice(null, null, _space.Tensors[t].Count);
        }

        _stepper.Step(slices, _steps++, 1f);
        foreach (var memory in bound) memory?.Finish();
    }

    /// <summary>Adds a group. Parameters that the module did not have get independent axes; the state of all others stays.</summary>
    public override void add_param_group(TorchSharp.Modules.ParamGroup param_group)
    {
        param_group.Options ??= new Options();
        if (param_group.Options is not Options options)
            throw new ArgumentException($"a parameter group of LearnedOptimizer needs options of type LearnedOptimizer.Options; received {param_group.Options.GetType().Name}.");
        param_group.Parameters = param_group.Parameters.ToList();
        var defaults = (Options)_defaults;
        options.LearningRate ??= defaults.LearningRate;
        options.weight_decay ??= defaults.weight_decay;
        options.InitialLearningRate = options.LearningRate!.Value;
        _parameter_groups.Add(param_group);
        var unknown = param_group.Parameters.Where(parameter => IndexOf(parameter) < 0).ToList();
        if (unknown.Count > 0) Extend(unknown);
        foreach (var parameter in param_group.Parameters)
            _state[parameter.Handle] = new State(this, parameter, IndexOf(parameter));
    }

    private int IndexOf(Parameter parameter) => _parameters.FindIndex(bound => bound.Is(parameter));

    private void Extend(IReadOnlyList<Parameter> unknown)
    {
        var tensors = _space.Tensors.ToList();
        foreach (var parameter in unknown)
        {
            if (IndexOf(parameter) >= 0) continue;
            var name = $"parameter{_parameters.Count}";
            _parameters.Add(new BoundParameter(name, parameter));
            tensors.Add(new WeightTensor(name, [.. parameter.shape.Select((size, axis) => new Symmetry($"{name}.axis{axis}", size))]));
        }

        var (oldStepper, oldCount) = (_stepper, _space.Tensors.Count);
        _space = new WeightSpace(tensors);
        _stepper = MakeStepper();
        for (var t = 0; t < oldCount; t++) oldStepper.StateOf(t).CopyTo(_stepper.StateOf(t));
        oldStepper.Dispose();
    }

    private IStepper MakeStepper()
    {
        var stepper = _rule.Rule.CreateStepper(_space);
        stepper.Bind(_rule.Theta);
        return stepper;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _stepper.Dispose();
    }
}
