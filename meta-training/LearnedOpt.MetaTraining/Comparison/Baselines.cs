using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>Hand-designed optimizers, each at a grid of learning rates of equal size.</summary>
public static class Baselines
{
    private static readonly (string Name, string Rule, double[] Rates)[] Grids =
    [
        ("Adam", "adam", [1e-3, 3e-3, 1e-2, 3e-2, 1e-1]),
        ("SGDM", "sgdm", [1e-2, 3e-2, 1e-1, 3e-1, 1]),
    ];

    /// <summary>The optimizer that others are measured against.</summary>
    public const string Reference = "Adam";

    /// <summary>One contender for each optimizer and rate.</summary>
    public static IEnumerable<Contender> Sweep() =>
        from grid in Grids
        let rule = UpdateRules.Create(grid.Rule)
        let theta = InitialTheta(rule)
        from rate in grid.Rates
        select new Contender(grid.Name, rule, theta, rate);

    private static float[] InitialTheta(IUpdateRule rule)
    {
        var theta = new float[rule.Theta.Count];
        rule.Initialize(theta, new Numerics.CounterRandom(0));
        return theta;
    }
}
