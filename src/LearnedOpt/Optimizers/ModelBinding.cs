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
            var derived = WeightSpace.FromModule(module);
            return new ModelBinding(derived, parameters, Hidden(module, derived));
        }
        catch (WeightSpaceException fault)
        {
            return Partly(module, parameters, fault);
        }
    }

    // What was derived leaves out what a custom forward connects; that is safe, and less than the rule could use.
    private static string? Hidden(nn.Module module, WeightSpace space)
    {
        const int shown = 4;
        var ends = space.Wiring?.LooseEnds() ?? [];
        if (ends.Count == 0)
            return space.Notes.Count == 0 ? null : $"a part of the model's symmetries is not used: {string.Join("; ", space.Notes)}";
        return $"how {module.GetType().Name} connects {string.Join(", ", ends.Take(shown).Select(end => $"'{end}'"))}{(ends.Count > shown ? $" and {ends.Count - shown} other ends of layers" : "")} cannot be seen, "
            + "so their axes count as independent. Pass space: WeightSpace.Discover(model, sampleInput).Space, or WeightSpace.FromModule(model).Tie(...) with what you know.";
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
