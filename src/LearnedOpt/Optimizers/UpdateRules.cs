namespace LearnedOpt.Optimizers;

/// <summary>The registry of update rules: what a name on the command line or in a weights file means.</summary>
public static class UpdateRules
{
    private static readonly Dictionary<string, Func<IUpdateRule>> Factories = new(StringComparer.Ordinal)
    {
        ["unf-adam"] = () => new AdamFunctionalRule(),
        ["pointwise-adam"] = () => new AdamFunctionalRule(new AdamFunctionalOptions { Pooled = false }),
    };

    /// <summary>All names, in order of registration.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Factories.Keys];

    /// <summary>The rule called <paramref name="name"/>, with its default sizes.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IUpdateRule Create(string name) => Factories.TryGetValue(name, out Func<IUpdateRule>? factory)
        ? factory()
        : throw new ArgumentException($"no update rule is called '{name}'; choose one of {string.Join(", ", Names)}.", nameof(name));
}
