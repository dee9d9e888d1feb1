using System.Diagnostics;
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
/// On the CPU the step is fused and in place. On a CUDA device, rules that have a form on tensors (<see cref="UpdateRules.DifferentiableNames"/>)
/// step there, with their state beside the parameters; others, and models spread over several devices, are copied to the CPU and back at
/// each step. Parameters are float32. Make the optimizer after the model was moved to its device: moving makes new parameters. State that is
/// saved on one device continues on any. Not thread-safe; several optimizers may run side by side.
/// </para>
/// </summary>
public sealed partial class LearnedOptimizer : OptimizerHelper
{
    private readonly RuleFile _rule;
    private readonly string? _notice;
    private IStepper? _stepper;
    private WeightSpace _space;
    private ParameterSlice[] _slices = [];
    private long _steps;
    private bool _isDisposed;

    /// <summary>Optimizes a module.</summary>
    /// <param name="rule">From <see cref="RuleFile.Read"/>.</param>
    /// <param name="module">Its parameters are trained.</param>
    /// <param name="lr">Factor on the rule's step, at least 0.</param>
    /// <param name="weight_decay">Decoupled, at least 0.</param>
    /// <param name="space">
    /// The model's symmetries, for example from <see cref="WeightSpace.Discover"/>; null derives them. Where that cannot be done,
    /// axes count as independent, which is always safe, and <see cref="Notice"/> says so.
    /// </param>
    /// <exception cref="ArgumentException">A number is out of range, or theta was made for another weight space.</exception>
    /// <exception cref="NotSupportedException">A parameter has too many elements; the message names it.</exception>
    /// <exception cref="WeightSpaceException"><paramref name="space"/> belongs to another model.</exception>
    public LearnedOptimizer(RuleFile rule, nn.Module module, double lr = 1, double weight_decay = 0, WeightSpace? space = null)
        : this(rule, ModelBinding.Of(module, space), [new ParamGroup { Parameters = module.parameters() }], lr, weight_decay)
    {
    }

    /// <summary>Optimizes a module with parameter groups of its parameters; those in no group are left alone.</summary>
    /// <param name="rule">From <see cref="RuleFile.Read"/>.</param>
    /// <param name="module">Its symmetries are derived.</param>
    /// <param name="groups">Rates left open are <paramref name="lr"/> and <paramref name="weight_decay"/>.</param>
    /// <param name="lr">Factor on the rule's step, at least 0.</param>
    /// <param name="weight_decay">Decoupled, at least 0.</param>
    /// <param name="space">The model's symmetries; null derives them.</param>
    /// <exception cref="ArgumentException">A number is out of range, a parameter is in two groups, or theta was made for another weight space.</exception>
    /// <exception cref="WeightSpaceException"><paramref name="space"/> belongs to another model.</exception>
    public LearnedOptimizer(RuleFile rule, nn.Module module, IEnumerable<ParamGroup> groups, double lr = 1, double weight_decay = 0, WeightSpace? space = null)
        : this(rule, ModelBinding.Of(module, space), groups, lr, weight_decay)
    {
    }

    /// <summary>Optimizes parameters of which nothing more is known: every axis is independent.</summary>
    /// <param name="rule">From <see cref="RuleFile.Read"/>.</param>
    /// <param name="parameters">Trained.</param>
    /// <param name="lr">Factor on the rule's step, at least 0.</param>
    /// <param name="weight_decay">Decoupled, at least 0.</param>
    /// <exception cref="ArgumentException">A number is out of range, or theta was made for another weight space.</exception>
    public LearnedOptimizer(RuleFile rule, IEnumerable<Parameter> parameters, double lr = 1, double weight_decay = 0)
        : this(rule, ModelBinding.Empty, [new ParamGroup { Parameters = parameters }], lr, weight_decay)
    {
    }

    private LearnedOptimizer(RuleFile rule, ModelBinding model, IEnumerable<ParamGroup> groups, double lr, double weight_decay)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(groups);
        (_rule, _notice, _space) = (rule, model.Notice, model.Space);
        _defaults = new Options { LearningRate = lr, InitialLearningRate = lr, weight_decay = weight_decay };
        ((Options)_defaults).Require();
        _parameter_groups = [];
        foreach (var (name, parameter) in model.Parameters) Remember(new ParameterBinding(name, parameter));
        foreach (var group in groups) add_param_group(group);
        Rebuild(_space);
        if (_notice is not null) Trace.TraceWarning($"LearnedOptimizer: {_notice}");
    }

    /// <summary>Loads a weights file and optimizes a module with it.</summary>
    /// <param name="path">A file that <see cref="RuleFile.Write"/> made.</param>
    /// <param name="module">Its parameters are trained, its symmetries derived.</param>
    /// <param name="lr">Factor on the rule's step, at least 0.</param>
    /// <param name="weight_decay">Decoupled, at least 0.</param>
    /// <param name="space">The model's symmetries; null derives them.</param>
    /// <exception cref="Checkpoints.CheckpointException">The file is missing, damaged or foreign.</exception>
    public static LearnedOptimizer Load(string path, nn.Module module, double lr = 1, double weight_decay = 0, WeightSpace? space = null) =>
        new(RuleFile.Read(path), module, lr, weight_decay, space);

    /// <summary>Optimizes a module with weights that come with this library.</summary>
    /// <param name="name">One of <see cref="PretrainedWeights.Names"/>.</param>
    /// <param name="module">Its parameters are trained, its symmetries derived.</param>
    /// <param name="lr">Factor on the rule's step, at least 0.</param>
    /// <param name="weight_decay">Decoupled, at least 0.</param>
    /// <param name="space">The model's symmetries; null derives them.</param>
    /// <exception cref="ArgumentException">There are no weights of this name; the message lists those there are.</exception>
    public static LearnedOptimizer Pretrained(string name, nn.Module module, double lr = 1, double weight_decay = 0, WeightSpace? space = null) =>
        new(PretrainedWeights.Read(name), module, lr, weight_decay, space);

    /// <summary>The parameters with the symmetries that the rule uses.</summary>
    public WeightSpace Space => _space;

    /// <summary>
    /// Which symmetries were not derived from the module, and what to write; null where all were. Traced once as a warning
    /// (<see cref="Trace"/>) when the optimizer is made. The optimizer works all the same.
    /// </summary>
    public string? Notice => _notice;

    /// <summary>Sets every gradient to zero.</summary>
    /// <exception cref="InvalidOperationException">A parameter was disposed, as moving the model does.</exception>
    public override void zero_grad()
    {
        foreach (var (_, parameters) in _bound)
            foreach (var parameter in parameters) parameter.RequireAlive();
        base.zero_grad();
    }

    /// <summary>Tells rules with a learned schedule the loss of the next step; others ignore it. A closure's loss is reported by itself.</summary>
    /// <param name="loss">Training loss that the gradients belong to.</param>
    public void ReportLoss(double loss) => (_stepper as ILossObserver)?.ReportLoss((float)loss);

    /// <summary>Trains for one step.</summary>
    /// <param name="closure">Optional: clears gradients, computes the loss and its gradients, returns the loss.</param>
    /// <returns>The closure's loss; null without a closure.</returns>
    /// <exception cref="InvalidOperationException">A parameter was disposed, as moving the model does. Nothing has changed.</exception>
    /// <exception cref="NotSupportedException">A parameter is not float32. Nothing has changed.</exception>
    public override Tensor step(Func<Tensor>? closure = null)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Tensor? loss = null;
        if (closure is not null)
        {
            using var enabled = enable_grad();
            loss = closure();
            if (_stepper is ILossObserver) ReportLoss(loss.detach().ToDouble());
        }

        using (no_grad())
        using (NewDisposeScope())
        {
            if (DeviceOfStep() is { } device) StepOn(device);
            else StepInMemory();
        }

        return loss!;
    }

    private void StepInMemory()
    {
        try
        {
            foreach (var (_, parameters) in _bound)
                foreach (var parameter in parameters) parameter.Open();
            foreach (var (group, parameters) in _bound)
            {
                var options = (Options)group.Options;
                foreach (var parameter in parameters)
                    if (parameter.IsOpen) parameter.Begin(options.LearningRate!.Value, options.weight_decay!.Value, _slices);
            }

            Home.Step(_slices, _steps++, 1f);
            foreach (var (_, parameters) in _bound)
                foreach (var parameter in parameters)
                    if (parameter.IsOpen) parameter.Finish();
        }
        finally
        {
            foreach (var (_, parameters) in _bound)
                foreach (var parameter in parameters) parameter.Close(_slices);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && !_isDisposed)
        {
            _device?.Dispose();
            _stepper?.Dispose();
        }

        _isDisposed = true;
    }
}
