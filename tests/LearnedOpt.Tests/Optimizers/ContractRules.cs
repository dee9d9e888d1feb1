using LearnedOpt.Numerics;
using LearnedOpt.Optimizers;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Tests.Optimizers;

/// <summary>Every registered rule with an initial theta, and the rate at which it trains small models.</summary>
internal static class ContractRules
{
    /// <summary>Rules whose theta fits one architecture only.</summary>
    public static bool FitsOneModel(string name) => name == "unf";

    public static double Rate(string name) => name switch { "adam" or "adamw" or "nadam" or "rmsprop" or "sgdm" => 0.02, "small-fc" or "celo2" => 20, "celo" or "celo-adam" => 200, _ => 3 };

    public static RuleFile For(string name, ContractModel model) => For(name, WeightSpace.FromModule(model.Module, independentWhenUnknown: true));

    public static RuleFile For(string name, WeightSpace? space = null, bool busy = false)
    {
        var rule = UpdateRules.Create(name, null, space);
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new CounterRandom(3));
        return new RuleFile(rule, busy ? BusyTheta.For(rule, 0.03f) : theta, new Dictionary<string, string>());
    }
}
