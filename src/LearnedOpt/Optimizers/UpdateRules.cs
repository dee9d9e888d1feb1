namespace LearnedOpt.Optimizers;

/// <summary>The registry of update rules: what a name on the command line or in a weights file means.</summary>
public static class UpdateRules
{
    private static readonly Dictionary<string, Func<string?, IUpdateRule>> Factories = new(StringComparer.Ordinal)
    {
        ["unf-adam"] = settings => new AdamFunctionalRule(RuleSettings.Read<AdamFunctionalOptions>(settings)),
        ["pointwise-adam"] = settings => new AdamFunctionalRule(RuleSettings.Read<AdamFunctionalOptions>(settings) with { Pooled = false }),
        ["adam"] = _ => HandDesignedRule.Adam(),
        ["sgdm"] = _ => HandDesignedRule.Sgdm(),
    };

    /// <summary>All names, in order of registration.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Factories.Keys];

    /// <summary>Makes a rule.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="settings">As <see cref="IUpdateRule.Settings"/> gives them; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no such rule, or the settings are not its own.</exception>
    public static IUpdateRule Create(string name, string? settings = null) => Factories.TryGetValue(name, out Func<string?, IUpdateRule>? factory)
        ? factory(settings)
        : throw new ArgumentException($"no update rule is called '{name}'; choose one of {string.Join(", ", Names)}.", nameof(name));
}
