namespace LearnedOpt.Optimizers;

/// <summary>Sizes and limits of <see cref="AdamFunctionalRule"/>.</summary>
public sealed record AdamFunctionalOptions
{
    /// <summary>Channels of each hidden layer, 1 to 64.</summary>
    public int Channels { get; init; } = 16;

    /// <summary>Number of hidden layers, at least 1.</summary>
    public int HiddenLayers { get; init; } = 2;

    /// <summary>The first layer also sees means of the tensor and of those it is coupled to; false for the pointwise control.</summary>
    public bool Pooled { get; init; } = true;

    /// <summary>
    /// The first layer also sees the magnitudes of W, g and the momentum 0.9 / sqrt(v), so that its means tell how active a unit
    /// is; null, the default: as <see cref="Pooled"/>.
    /// </summary>
    public bool? Magnitudes { get; init; }

    /// <summary>
    /// The first bias also depends on how large the tensor's features are, before each is divided by its root mean square: see
    /// the rule. Null, the default: as <see cref="Pooled"/>.
    /// </summary>
    public bool? Levels { get; init; }

    /// <summary>Step of plain Adam where the network's outputs are zero.</summary>
    public float StepScale { get; init; } = 0.003f;

    /// <summary>
    /// The network's direction d saturates here: d / sqrt(1 + (d / limit)^2). Adam's own direction is of order 1, so
    /// only runaway outputs are changed noticeably.
    /// </summary>
    public float DirectionLimit { get; init; } = 10f;

    /// <summary>Smallest logarithmic magnitude: steps shrink by e^-6 = 1/403 at most.</summary>
    public float MagnitudeLow { get; init; } = -6f;

    /// <summary>
    /// Largest logarithmic magnitude. e^4 = 55 times the step of 0.003 is 0.16 a step, beyond what any Adam run survives for
    /// long; more only serves to diverge.
    /// </summary>
    public float MagnitudeHigh { get; init; } = 4f;

    /// <summary>Times later than this count as this one. Set it to the horizon of meta-training to stay inside what theta has seen.</summary>
    public long TimeLimit { get; init; } = long.MaxValue;

    /// <summary>Initial output weights have this standard deviation, so that the rule begins as Adam.</summary>
    public float OutputScale { get; init; } = 1e-3f;

    /// <summary>
    /// Initial weights of the means, relative to those of the element itself. At 0 the rule begins as the control does and
    /// what it adds is learned; beginning at 0.5 ended unstable past its horizon.
    /// </summary>
    public float PooledScale { get; init; }

    /// <summary>
    /// What means and levels are multiplied by. They move whole rows and tensors at once, so the same perturbation of theta changes
    /// an inner run far more through them than through the elements; below 1 it evens this out, and meta-gradients are less noisy.
    /// </summary>
    public float PooledGain { get; init; } = 0.1f;

    /// <summary>
    /// What the linear part s of the logarithmic magnitude is multiplied by: how fast the schedule of step sizes is learned, compared with
    /// the network.
    /// </summary>
    public float ScheduleGain { get; init; } = 1f;

    /// <summary>
    /// Steps of a tensor that reads n hidden units are multiplied by (32 / n)^p, p this number, at least 0. At 1 steps follow width as
    /// the maximal update parametrisation has it for Adam, so that what was learned on narrow models holds on wide ones; 0: not at all.
    /// </summary>
    /// <remarks>Reference: Yang et al., 2022 (arXiv 2203.03466), table 8.</remarks>
    public float WidthPower { get; init; }

    internal bool SeesMagnitudes => Magnitudes ?? Pooled;

    internal bool SeesLevels => Levels ?? Pooled;

    /// <summary>Requires usable values.</summary>
    /// <exception cref="ArgumentException">One is not; the message names all that are not.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        if (Channels is < 1 or > 64)
            faults.Add($"Channels must be 1 to 64; received {Channels}");
        if (HiddenLayers is < 1 or > 16)
            faults.Add($"HiddenLayers must be 1 to 16; received {HiddenLayers}");
        if (!(StepScale > 0))
            faults.Add($"StepScale must be positive; received {StepScale}");
        if (!(DirectionLimit > 0))
            faults.Add($"DirectionLimit must be positive; received {DirectionLimit}");
        if (!(MagnitudeLow <= MagnitudeHigh) || MagnitudeLow < -60 || MagnitudeHigh > 60)
            faults.Add($"MagnitudeLow and MagnitudeHigh must be in order and within -60 to 60; received {MagnitudeLow} and {MagnitudeHigh}");
        if (!(PooledGain > 0) || !float.IsFinite(PooledGain))
            faults.Add($"PooledGain must be positive; received {PooledGain}");
        if (!(ScheduleGain >= 0) || !float.IsFinite(ScheduleGain))
            faults.Add($"ScheduleGain must not be negative; received {ScheduleGain}");
        if (!(WidthPower >= 0) || !float.IsFinite(WidthPower))
            faults.Add($"WidthPower must not be negative; received {WidthPower}");
        if (TimeLimit < 1)
            faults.Add($"TimeLimit must be at least 1; received {TimeLimit}");
        if (faults.Count > 0)
            throw new ArgumentException(string.Join("; ", faults) + ".");
    }
}
