using LearnedOpt.Optimizers;

namespace LearnedOpt.MetaTraining.Comparison;

/// <summary>Hand-designed optimizers, each with a grid of as many learning rates, half a decade apart.</summary>
public static class Baselines
{
    /// <summary>The optimizer that others are measured against.</summary>
    public const string Reference = "Adam";

    private static readonly double[] AdamRates = [3e-4, 1e-3, 3e-3, 1e-2, 3e-2];

    /// <summary>All of them, the reference first.</summary>
    public static IReadOnlyList<ComparedOptimizer> All { get; } =
    [
        Make(Reference, "adam", AdamRates),
        Make("AdamW", "adamw", AdamRates),
        Make("SGDM", "sgdm", 1e-2, 3e-2, 1e-1, 3e-1, 1),
        Make("NAdam", "nadam", AdamRates),
        Make("RMSprop", "rmsprop", AdamRates),
        Make("Adam-cosine", "adam", 1e-3, 3e-3, 1e-2, 3e-2, 1e-1) with { Schedule = RateSchedule.Cosine },
    ];

    /// <summary>The baseline called <paramref name="name"/>, case ignored; null where there is none.</summary>
    public static ComparedOptimizer? Find(string name) => All.FirstOrDefault(baseline => baseline.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adam and SGD with momentum at each of their rates: the shortest fair field.</summary>
    public static IEnumerable<Contender> Sweep() =>
        from baseline in All
        where baseline.Name is Reference or "SGDM"
        from rate in baseline.LearningRates
        select baseline.At(rate, steps: 1);

    private static ComparedOptimizer Make(string name, string rule, params double[] rates) => ComparedOptimizer.HandDesigned(name, UpdateRules.Create(rule), rates);
}
