namespace LearnedOpt.MetaTraining.Estimators;

/// <summary>All estimators of the meta-gradient by name. The command line and the tests iterate over it.</summary>
public static class GradientEstimators
{
    private static readonly Dictionary<string, Func<EstimatorSetup, IGradientEstimator>> Factories = new(StringComparer.Ordinal)
    {
        ["nres"] = setup => new NoiseReuseEs(setup),
        ["pes"] = setup => new PersistentEs(setup),
        ["truncated-es"] = setup => new TruncatedEs(setup),
        ["full-es"] = setup => new FullEs(setup),
        ["truncated-backprop"] = setup => new TruncatedBackprop(setup),
        ["full-backprop"] = setup => new FullBackprop(setup),
    };

    /// <summary>All names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Factories.Keys];

    /// <summary>Whether an estimator differentiates unrolls: in one process, and for rules with a form on tensors.</summary>
    public static bool IsBackprop(string name) => name is "truncated-backprop" or "full-backprop";

    /// <summary>Makes an estimator; the caller disposes it.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="setup">What it is made of.</param>
    /// <exception cref="ArgumentException">The name is unknown, or options are not usable; the message names all that are not.</exception>
    public static IGradientEstimator Create(string name, EstimatorSetup setup) => Factories.TryGetValue(name, out var factory)
        ? factory(setup)
        : throw new ArgumentException($"no estimator is called '{name}'; choose one of {string.Join(", ", Names)}.", nameof(name));
}
