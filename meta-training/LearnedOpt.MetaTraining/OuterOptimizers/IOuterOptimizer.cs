namespace LearnedOpt.MetaTraining.OuterOptimizers;

/// <summary>Moves theta along a meta-gradient. State is kept in double, so that it is exact to save.</summary>
public interface IOuterOptimizer
{
    /// <summary>One update of theta, in place.</summary>
    /// <param name="theta">Meta-parameters.</param>
    /// <param name="gradient">Estimate of the meta-gradient, finite.</param>
    /// <param name="gradientScale">Factor on the gradient, from clipping.</param>
    /// <param name="learningRate">Of this update.</param>
    void Update(Span<float> theta, ReadOnlySpan<float> gradient, double gradientScale, double learningRate);

    /// <summary>Writes moments and counters.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Takes over what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The number of meta-parameters differs.</exception>
    void Load(BinaryReader reader);
}

/// <summary>Numbers of an outer optimizer; each uses those it knows.</summary>
public sealed record OuterOptimizerOptions
{
    /// <summary>Decay of the momentum of SGD, 0 to below 1; 0, the default, for none.</summary>
    public double Momentum { get; init; }

    /// <summary>Decay of the first moment, 0 to below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment, 0 to below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment, positive.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay of AdamW, at least 0: theta loses rate x decay x theta a step.</summary>
    public double WeightDecay { get; init; } = 0.01;

    internal IEnumerable<string> Faults()
    {
        if (!(Momentum is >= 0 and < 1)) yield return $"Momentum must be 0 to below 1; received {Momentum}";
        if (!(Beta1 is >= 0 and < 1)) yield return $"Beta1 must be 0 to below 1; received {Beta1}";
        if (!(Beta2 is >= 0 and < 1)) yield return $"Beta2 must be 0 to below 1; received {Beta2}";
        if (!(Epsilon > 0)) yield return $"Epsilon must be positive; received {Epsilon}";
        if (!(WeightDecay >= 0)) yield return $"WeightDecay must not be negative; received {WeightDecay}";
    }
}

/// <summary>All outer optimizers by name.</summary>
public static class ThetaOptimizers
{
    private static readonly Dictionary<string, Func<int, OuterOptimizerOptions, IOuterOptimizer>> Factories = new(StringComparer.Ordinal)
    {
        ["adam"] = (count, options) => new OuterAdam(count, options, weightDecay: 0),
        ["adamw"] = (count, options) => new OuterAdam(count, options, options.WeightDecay),
        ["sgd"] = (count, options) => new OuterSgd(count, options),
    };

    public static IReadOnlyList<string> Names { get; } = [.. Factories.Keys];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="count">Number of meta-parameters.</param>
    /// <param name="options">Its numbers.</param>
    /// <exception cref="ArgumentException">The name is unknown or an option out of range.</exception>
    public static IOuterOptimizer Create(string name, int count, OuterOptimizerOptions options)
    {
        if (!Factories.TryGetValue(name, out var factory))
            throw new ArgumentException($"no outer optimizer is called '{name}'; choose one of {string.Join(", ", Names)}.", nameof(name));
        var faults = options.Faults().ToList();
        return faults.Count == 0 ? factory(count, options) : throw new ArgumentException($"outer optimizer {name}: {string.Join("; ", faults)}.", nameof(options));
    }
}
