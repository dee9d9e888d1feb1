using LearnedOpt.WeightSpaces;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>A parameter by the name that the weight space knows it by.</summary>
internal sealed record BoundParameter(string Name, Parameter Parameter)
{
    /// <summary>The same parameter, or another handle on the same memory: tied weights are one parameter.</summary>
    public bool Is(Parameter other) => Parameter.Handle == other.Handle || SharesMemory(Parameter, other);

    private static unsafe bool SharesMemory(Tensor a, Tensor b)
    {
        if (a.device_type != TorchSharp.DeviceType.CPU || b.device_type != TorchSharp.DeviceType.CPU || a.numel() != b.numel() || a.numel() == 0
            || !a.is_contiguous() || !b.is_contiguous()) return false;
        fixed (byte* x = a.bytes, y = b.bytes) return x == y;
    }
}

/// <summary>A module's parameters, its weight space, and what to tell the user about it.</summary>
internal sealed record ModelBinding(WeightSpace Space, IReadOnlyList<BoundParameter> Parameters, string? Notice)
{
    public static ModelBinding Empty { get; } = new(new WeightSpace([]), [], null);

    public static ModelBinding Of(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        BoundParameter[] parameters = [.. module.named_parameters().Select(p => new BoundParameter(p.name, p.parameter))];
        try
        {
            return new ModelBinding(WeightSpace.FromModule(module), parameters, null);
        }
        catch (WeightSpaceException fault)
        {
            return new ModelBinding(WeightSpace.FromModule(module, independentWhenUnknown: true), parameters,
                $"symmetries of a part of the model are unknown, its axes count as independent: {fault.Message}");
        }
    }
}
