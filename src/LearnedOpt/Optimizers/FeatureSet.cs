namespace LearnedOpt.Optimizers;

/// <summary>How a momentum accumulates gradients.</summary>
public enum MomentumForm
{
    /// <summary>Moving average m = decay m + (1 - decay) g, as in the released code.</summary>
    Average,

    /// <summary>Discounted sum m = decay m + g, as in the paper's text.</summary>
    Sum,
}

/// <summary>What features are divided by.</summary>
public enum FeatureScale
{
    /// <summary>Each by its own root mean square over the tensor.</summary>
    PerFeature,

    /// <summary>All by the root mean square of all of them over the tensor.</summary>
    PerTensor,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>
/// The per-element inputs of a learned rule, as functions of (W, g, state). Channels, in this order: W; g; the momenta;
/// g / sqrt(v); the selected momenta / sqrt(v), where sqrt(v) stands for sqrt(v / (1 - decay^t)) + 1e-8
/// (without the division where <see cref="CorrectsSecondMoment"/> is false); the magnitudes of selected channels.
/// Each is limited to [-<see cref="Clip"/>, <see cref="Clip"/>] and then divided by sqrt(mean x^2 + <see cref="Epsilon"/>).
/// </summary>
public sealed record FeatureSet
{
    /// <summary>W is a channel.</summary>
    public bool Weight { get; init; } = true;

    /// <summary>g is a channel.</summary>
    public bool Gradient { get; init; } = true;

    /// <summary>Decay of each momentum, in [0, 1).</summary>
    public IReadOnlyList<float> Momenta { get; init; } = [];

    /// <summary>Decays of further momenta that are kept as state but are no channels.</summary>
    public IReadOnlyList<float> SilentMomenta { get; init; } = [];

    /// <summary>How momenta accumulate.</summary>
    public MomentumForm Form { get; init; }

    /// <summary>Decay of the second moment v = decay v + (1 - decay) g^2, or null for none.</summary>
    public float? SecondMoment { get; init; }

    /// <summary>v is divided by 1 - decay^t, which removes the effect of its start at zero; false takes it as it is.</summary>
    public bool CorrectsSecondMoment { get; init; } = true;

    /// <summary>g / sqrt(v) is a channel.</summary>
    public bool NormalisedGradient { get; init; }

    /// <summary>Which entries of <see cref="Momenta"/> are channels divided by sqrt(v) too.</summary>
    public IReadOnlyList<int> NormalisedMomenta { get; init; } = [];

    /// <summary>
    /// Earlier channels whose absolute values are channels too. An equivariant layer takes means, and the mean of a signed
    /// feature says nothing of its size: with these a unit's row and column show how active it is.
    /// </summary>
    public IReadOnlyList<int> Magnitudes { get; init; } = [];

    /// <summary>Largest magnitude of a feature before it is divided, or null for no limit.</summary>
    public float? Clip { get; init; }

    /// <summary>What channels are divided by.</summary>
    public FeatureScale Scale { get; init; }

    /// <summary>Added to the mean square. Small by default, so that gradients of any size are seen alike.</summary>
    public float Epsilon { get; init; } = 1e-18f;

    /// <summary>Number of channels.</summary>
    public int Count => Signed + Magnitudes.Count;

    /// <summary>Floats of state per parameter: the momenta, the silent ones and the second moment.</summary>
    public int Slots => Momenta.Count + SilentMomenta.Count + (SecondMoment is null ? 0 : 1);

    private int Signed => (Weight ? 1 : 0) + (Gradient ? 1 : 0) + Momenta.Count + (NormalisedGradient ? 1 : 0) + NormalisedMomenta.Count;

    /// <summary>Channel of momentum <paramref name="index"/>.</summary>
    internal int MomentumChannel(int index) => (Weight ? 1 : 0) + (Gradient ? 1 : 0) + index;

    /// <summary>Channel of the normalised momentum at <paramref name="position"/> of <see cref="NormalisedMomenta"/>.</summary>
    internal int NormalisedMomentumChannel(int position) => Signed - NormalisedMomenta.Count + position;

    /// <summary>
    /// Ten channels with an Adam direction among them: W, g, momenta (0.5, 0.9, 0.99, 0.999), g / sqrt(v) and the momenta
    /// from 0.9 on / sqrt(v), v with decay 0.999.
    /// </summary>
    public static FeatureSet Normalised { get; } = new()
    {
        Momenta = [0.5f, 0.9f, 0.99f, 0.999f],
        SecondMoment = 0.999f,
        NormalisedGradient = true,
        NormalisedMomenta = [1, 2, 3],
    };

    /// <summary><see cref="Normalised"/>, and the magnitudes of W, g and the momentum 0.9 / sqrt(v): thirteen channels.</summary>
    public static FeatureSet NormalisedWithMagnitudes { get; } = Normalised with { Magnitudes = [0, 1, 7] };

    /// <summary>
    /// Eight channels: W, g and momenta (0.1, 0.5, 0.9, 0.99, 0.999, 0.9999), limited to [-1, 1], all divided by one root
    /// mean square.
    /// </summary>
    /// <remarks>Reference: Zhou, Finn and Harrison, 2024, appendix C.2; limits and division as in the released code.</remarks>
    public static FeatureSet Paper { get; } = new()
    {
        Momenta = [0.1f, 0.5f, 0.9f, 0.99f, 0.999f, 0.9999f],
        Clip = 1f,
        Scale = FeatureScale.PerTensor,
        Epsilon = 1e-5f,
    };
}
