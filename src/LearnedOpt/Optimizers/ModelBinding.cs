using LearnedOpt.WeightSpaces;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnedOpt.Optimizers;

/// <summary>A module's parameters by name, its weight space, and what to tell the user about it.</summary>
internal sealed record ModelBinding(WeightSpace Space, IReadOnlyList<(string Name, Parameter Parameter)> Parameters, string? Notice)
{
    public static ModelBinding Empty { get; } = new(new WeightSpace([]), [], null);

    /// <summary>Takes the space that is given, or derives one.</summary>
    /// <exception cref="WeightSpaceException">The space that is given belongs to another model.</exception>
    public static ModelBinding Of(nn.Module module, WeightSpace? space)
    {
        ArgumentNullException.ThrowIfNull(module);
        (string Name, Parameter Parameter)[] parameters = [.. module.named_parameters().Select(entry => (entry.name, entry.parameter))];
        if (space is not null)
        {
            space.RequireParameters(parameters.Select(entry => (entry.Name, (IReadOnlyList<long>)entry.Parameter.shape)));
            return new ModelBinding(space, parameters, null);
        }

        try
        {
            return new ModelBinding(WeightSpace.FromModule(module), parameters, null);
        }
        catch (WeightSpaceException fault)
        {
            return Partly(module, parameters, fault);
        }
    }

    private static ModelBinding Partly(nn.Module module, (string Name, Parameter Parameter)[] parameters, WeightSpaceException fault)
    {
        try
        {
            return new ModelBinding(WeightSpace.FromModule(module, independentWhenUnknown: true), parameters,
                $"the symmetries of a part of the model are unknown, so its axes count as independent: {fault.Message}");
        }
        catch (WeightSpaceException)
        {
            return new ModelBinding(new WeightSpace(parameters.Select(entry => Independent(entry.Name, entry.Parameter))), parameters,
                $"the symmetries of the model are unknown, so all axes count as independent: {fault.Message}");
        }
    }

    /// <summary>A parameter of which nothing more is known than its shape.</summary>
    public static WeightTensor Independent(string name, Parameter parameter) =>
        new(name, [.. parameter.shape.Select((size, axis) => new Symmetry($"{name}[{axis}]", size))]);
}
