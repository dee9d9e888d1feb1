using LearnedOpt.Functionals;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>The registry of update rules: what a name on the command line or in a weights file means.</summary>
public static class UpdateRules
{
    private static readonly Dictionary<string, Func<string?, WeightSpace?, IUpdateRule>> Factories = new(StringComparer.Ordinal)
    {
        ["unf-adam"] = (settings, _) => new AdamFunctionalRule(RuleSettings.Read<AdamFunctionalOptions>(settings)),
        ["pointwise-adam"] = (settings, _) => new AdamFunctionalRule(RuleSettings.Read<AdamFunctionalOptions>(settings) with { Pooled = false }),
        ["unf"] = Full,
        ["unf-tied"] = (settings, _) => new SgdmFunctionalRule(RuleSettings.Read<SgdmFunctionalOptions>(settings) with { Kind = LayerKind.Tied }),
        ["deepset"] = (settings, _) => new SgdmFunctionalRule(RuleSettings.Read<SgdmFunctionalOptions>(settings) with { Kind = LayerKind.Pointwise }),
        ["small-fc"] = (settings, _) => new SmallFcRule(RuleSettings.Read<SmallFcOptions>(settings)),
        ["celo"] = (settings, _) => new CeloRule(RuleSettings.Read<CeloOptions>(settings)),
        ["celo-adam"] = (settings, _) => new CeloAdamRule(RuleSettings.Read<CeloOptions>(settings)),
        ["celo2"] = (settings, _) => new Celo2Rule(RuleSettings.Read<Celo2Options>(settings)),
        ["adam"] = (settings, _) => new AdamRule(RuleSettings.Read<AdamOptions>(settings)),
        ["adamw"] = (settings, _) => new AdamWRule(RuleSettings.Read<AdamWOptions>(settings)),
        ["nadam"] = (settings, _) => new NAdamRule(RuleSettings.Read<NAdamOptions>(settings)),
        ["rmsprop"] = (settings, _) => new RmsPropRule(RuleSettings.Read<RmsPropOptions>(settings)),
        ["sgdm"] = (settings, _) => new SgdmRule(RuleSettings.Read<SgdmOptions>(settings)),
    };

    /// <summary>All names, in order of registration.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Factories.Keys];

    /// <summary>Names of the rules that backpropagation through an unrolled inner loop can train.</summary>
    public static IReadOnlyList<string> DifferentiableNames => Differentiable.Value;

    /// <summary>Makes a rule.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="settings">As <see cref="IUpdateRule.Settings"/> gives them; null for the defaults.</param>
    /// <param name="space">The weight space, for rules whose theta fits one architecture only; others, and settings that name one, ignore it.</param>
    /// <exception cref="ArgumentException">There is no such rule, or the settings are not its own.</exception>
    public static IUpdateRule Create(string name, string? settings = null, WeightSpace? space = null) => Factories.TryGetValue(name, out var factory)
        ? factory(settings, space)
        : throw new ArgumentException($"no update rule is called '{name}'; choose one of {string.Join(", ", Names)}.");

    private static readonly Lazy<IReadOnlyList<string>> Differentiable = new(() => [.. Names.Where(name => Create(name) is IDifferentiableRule)]);

    private static SgdmFunctionalRule Full(string? settings, WeightSpace? space)
    {
        var options = RuleSettings.Read<SgdmFunctionalOptions>(settings) with { Kind = LayerKind.Full };
        return new SgdmFunctionalRule(space is null ? options : options with { Space = options.Space ?? SpaceDescription.Of(space) });
    }
}
