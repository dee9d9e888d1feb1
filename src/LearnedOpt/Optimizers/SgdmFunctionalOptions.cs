using LearnedOpt.Functionals;

namespace LearnedOpt.Optimizers;

/// <summary>Sizes and initial values of <see cref="SgdmFunctionalRule"/>; the defaults are the paper's.</summary>
public sealed record SgdmFunctionalOptions
{
    /// <summary>Coefficients of the last layer.</summary>
    public LayerKind Kind { get; init; } = LayerKind.Full;

    /// <summary>The weight space that full coefficients are for; default, the paper's MLP 64-32-10. Others ignore it.</summary>
    public SpaceDescription? Space { get; init; }

    /// <summary>Channels of each hidden layer, 1 to 64.</summary>
    public int Channels { get; init; } = 32;

    /// <summary>Number of hidden layers, at least 1; the last layer comes on top.</summary>
    public int HiddenLayers { get; init; } = 3;

    /// <summary>Initial rate alpha.</summary>
    public float Rate { get; init; } = 0.1f;

    /// <summary>Initial weight beta of the network.</summary>
    public float NetworkWeight { get; init; } = 1e-3f;

    /// <summary>Initial decay gamma of the base momentum.</summary>
    public float Decay { get; init; } = 0.9f;

    /// <summary>How momenta accumulate: the paper's text has a sum, the released code the average.</summary>
    public MomentumForm Form { get; init; } = MomentumForm.Average;

    /// <summary>Initial matrices that relate different elements, relative to the paper's; 0 begins as the deep set.</summary>
    public float RelationScale { get; init; } = 1f;

    /// <summary>Times later than this count as this one.</summary>
    public long TimeLimit { get; init; } = long.MaxValue;

    /// <exception cref="ArgumentException">A value is unusable; the message names all that are.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        if (Channels is < 1 or > 64)
            faults.Add($"Channels must be 1 to 64; received {Channels}");
        if (HiddenLayers is < 1 or > 16)
            faults.Add($"HiddenLayers must be 1 to 16; received {HiddenLayers}");
        if (!(Rate > 0) || !(NetworkWeight > 0))
            faults.Add($"Rate and NetworkWeight must be positive; received {Rate} and {NetworkWeight}");
        if (!(Decay is > 0 and < 1))
            faults.Add($"Decay must lie between 0 and 1; received {Decay}");
        if (TimeLimit < 1)
            faults.Add($"TimeLimit must be at least 1; received {TimeLimit}");
        if (faults.Count > 0)
            throw new ArgumentException(string.Join("; ", faults) + ".");
    }
}
