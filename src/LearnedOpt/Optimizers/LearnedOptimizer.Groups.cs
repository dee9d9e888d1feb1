using LearnedOpt.WeightSpaces;
using TorchSharp.Modules;

namespace LearnedOpt.Optimizers;

public sealed partial class LearnedOptimizer
{
    private readonly Dictionary<IntPtr, ParameterBinding> _byHandle = [];
    private readonly Dictionary<(nint, long), ParameterBinding> _byMemory = [];
    private readonly Dictionary<ParameterBinding, int> _groupOf = [];
    private readonly List<(TorchSharp.Modules.ParamGroup Group, ParameterBinding[] Parameters)> _bound = [];

    /// <summary>Adds a group. Parameters that the module did not have get independent axes; the state of all others stays.</summary>
    /// <exception cref="ArgumentException">
    /// The options are of another kind or out of range, a parameter is in another group already, or theta fits one architecture only. Nothing has changed.
    /// </exception>
    public override void add_param_group(TorchSharp.Modules.ParamGroup param_group)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(param_group);
        if ((param_group.Options ?? new Options()) is not Options options)
            throw new ArgumentException($"a parameter group of LearnedOptimizer needs options of type LearnedOptimizer.Options; received {param_group.Options!.GetType().Name}.");
        List<Parameter> parameters = [.. param_group.Parameters ?? throw new ArgumentException("a parameter group needs parameters; received null. Set Parameters.")];
        if (parameters.FindIndex(parameter => parameter is null) is >= 0 and var missing)
            throw new ArgumentException($"parameter {missing} of the group is null. Leave out layers without a bias.");
        var bindings = parameters.Select(Known).ToArray();
        var unknown = new List<ParameterBinding>();
        for (var i = 0; i < bindings.Length; i++)
            bindings[i] ??= New(parameters[i], unknown);
        foreach (var binding in bindings)
            if (_groupOf.ContainsKey(binding!))
                throw new ArgumentException($"parameter '{binding!.Name}' (or one that shares its memory) is in another group already. List each parameter in one group.");
        options.Attach(this, (Options)_defaults);
        var space = unknown.Count == 0 ? _space
            : new WeightSpace([.. _space.Tensors, .. unknown.Select(binding => ModelBinding.Independent(binding.Name, binding.Parameter))], _space.Buffers);
        if (_stepper is null) _space = space;                   // the constructor builds once, when all groups are there
        else if (unknown.Count > 0) Rebuild(space);

        foreach (var binding in unknown) Remember(binding);
        (param_group.Parameters, param_group.Options) = (parameters, options);
        ParameterBinding[] distinct = [.. bindings.Distinct()!];
        foreach (var binding in distinct)
        {
            _groupOf[binding] = _parameter_groups.Count;
            binding.Bind(_space);
        }

        _parameter_groups.Add(param_group);
        _bound.Add((param_group, distinct));
        for (var i = 0; i < parameters.Count; i++) _state[parameters[i].Handle] = new State(this, parameters[i], bindings[i]!);
    }

    private ParameterBinding New(Parameter parameter, List<ParameterBinding> unknown)
    {
        var address = ParameterBinding.AddressOf(parameter);
        if (unknown.Find(other => other.Parameter.Handle == parameter.Handle || (address is not null && address == ParameterBinding.AddressOf(other.Parameter))) is { } tied)
            return tied;
        var names = _space.Tensors.Select(tensor => tensor.View.Parameter).Concat(unknown.Select(other => other.Name)).ToHashSet();
        var number = names.Count;
        while (names.Contains($"parameter{number}")) number++;
        unknown.Add(new ParameterBinding($"parameter{number}", parameter));
        return unknown[^1];
    }

    // The same parameter, or another wrapper of the same memory: tied weights are one parameter. A place in memory may be used again.
    private ParameterBinding? Known(Parameter parameter)
    {
        if (_byHandle.TryGetValue(parameter.Handle, out var same) && !same.Parameter.IsInvalid) return same;
        return ParameterBinding.AddressOf(parameter) is { } address && _byMemory.TryGetValue(address, out var tied)
            && !tied.Parameter.IsInvalid && ParameterBinding.AddressOf(tied.Parameter) == address ? tied : null;
    }

    private void Remember(ParameterBinding binding)
    {
        _byHandle[binding.Parameter.Handle] = binding;
        if (ParameterBinding.AddressOf(binding.Parameter) is { } address) _byMemory.TryAdd(address, binding);
    }

    private IStepper StepperFor(WeightSpace space)
    {
        try
        {
            return _rule.Rule.CreateStepper(space);
        }
        catch (Exception fault) when (fault is OverflowException or OutOfMemoryException)
        {
            var largest = space.Tensors.MaxBy(tensor => tensor.Count)!;
            throw new NotSupportedException(
                $"the rule '{_rule.Rule.Name}' cannot hold what it needs for '{largest.Name}' of {largest.Count:N0} elements. Train such a parameter with another optimizer, and give this one groups of the others.", fault);
        }
    }

    // Tensors are only ever appended, so state moves over by position.
    private unsafe void Rebuild(WeightSpace space)
    {
        var stepper = StepperFor(space);
        stepper.Bind(_rule.Theta);
        if (_stepper is not null)
        {
            var old = Home;
            for (var t = 0; t < _space.Tensors.Count; t++) old.StateOf(t).CopyTo(stepper.StateOf(t));
            old.SharedState.CopyTo(stepper.SharedState);
            old.Dispose();
        }

        _device?.Dispose();
        (_stepper, _device, _space) = (stepper, null, space);
        _slices = [.. space.Tensors.Select(tensor => new ParameterSlice(null, null, tensor.Count))];
        foreach (var (_, parameters) in _bound)
            foreach (var parameter in parameters) parameter.Bind(space);
    }
}
