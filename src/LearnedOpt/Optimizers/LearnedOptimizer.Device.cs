using TorchSharp;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

public sealed partial class LearnedOptimizer
{
    private DeviceStepper? _device;

    /// <summary>Steps on tensors on the CPU too; for tests, which so hold both forms against each other on any machine.</summary>
    internal bool StepsOnTensors { get; set; }

    /// <summary>The fused stepper with the state of now.</summary>
    private IStepper Home
    {
        get
        {
            _device?.GoHome();
            return _stepper!;
        }
    }

    // The device of all parameters, if the rule can step there; null: the step is taken in the CPU's memory.
    private Device? DeviceOfStep()
    {
        if (_rule.Rule is not IDifferentiableRule) return null;
        Device? common = null;
        foreach (var (_, parameters) in _bound)
        {
            foreach (var binding in parameters)
            {
                binding.RequireAlive();
                if (!StepsOnTensors && binding.Parameter.device_type != DeviceType.CUDA) return null;
                var device = binding.Parameter.device;
                if (common is not null && (common.type != device.type || common.index != device.index)) return null;
                common = device;
            }
        }

        return common;
    }

    private void StepOn(Device device)
    {
        // All are looked at before any is changed.
        var trained = _bound.SelectMany(group => group.Parameters.Select(binding => (Options: (Options)group.Group.Options, Binding: binding, Gradient: binding.Gradient())))
            .Where(parameter => parameter.Gradient is not null).ToArray();
        var pieces = new DevicePiece?[_space.Tensors.Count];
        var copies = new List<(Tensor Parameter, Tensor Copy)>();
        foreach (var (options, binding, gradient) in trained)
        {
            var weight = binding.Parameter.detach();
            if (!weight.is_contiguous())
            {
                weight = weight.contiguous();
                copies.Add((binding.Parameter, weight));
            }

            var (rate, decay) = (options.LearningRate!.Value, options.weight_decay!.Value);
            if (decay != 0) weight.mul_(1 - (rate * decay));
            foreach (var ((index, view), (_, slope)) in binding.Views(_space, weight).Zip(binding.Views(_space, gradient!)))
                pieces[index] = new DevicePiece(view, slope, rate);
        }

        _device ??= new DeviceStepper((IDifferentiableRule)_rule.Rule, _rule.Theta.ToArray(), _space, _stepper!);
        _device.Step(pieces, device, _steps++);
        foreach (var (parameter, copy) in copies) parameter.copy_(copy);
    }
}
