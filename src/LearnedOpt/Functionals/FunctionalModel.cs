using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Functionals;

/// <summary>Which coefficients a layer has.</summary>
public enum LayerKind
{
    /// <summary><see cref="Coefficients.Pointwise"/>: one matrix for all.</summary>
    Pointwise,

    /// <summary><see cref="Coefficients.Tied"/>: one matrix a role, theta of one size for every model.</summary>
    Tied,

    /// <summary><see cref="Coefficients.Full"/>: one matrix a basis term, tied to one architecture.</summary>
    Full,
}

/// <summary>One layer as asked for.</summary>
/// <param name="Kind">Its coefficients.</param>
/// <param name="Channels">c_out.</param>
public sealed record LayerShape(LayerKind Kind, int Channels);

/// <summary>One layer of a model.</summary>
/// <param name="Plan">How to evaluate it.</param>
/// <param name="ThetaOffset">Where its meta-parameters start in the model's theta.</param>
/// <param name="Rectify">Whether a ReLU follows.</param>
public sealed record FunctionalLayer(LayerPlan Plan, int ThetaOffset, bool Rectify);

/// <summary>
/// A deep functional on a weight space: linear equivariant layers with ReLU between them. It describes; evaluators run it.
/// Input and output features are <c>[channels, elements]</c> for each tensor.
/// </summary>
/// <remarks>Reference: Zhou, Finn and Harrison, 2024, appendix C.2.</remarks>
public sealed class FunctionalModel
{
    /// <summary>Builds the layers and lays out theta, layer after layer.</summary>
    /// <param name="space">The weight space.</param>
    /// <param name="inputChannels">Features for each element.</param>
    /// <param name="layers">From input to output.</param>
    /// <param name="roles">Roles of the tied layers; default all.</param>
    public FunctionalModel(WeightSpace space, int inputChannels, IReadOnlyList<LayerShape> layers, IReadOnlyList<TermRole>? roles = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
            throw new ArgumentException("a functional needs at least one layer; received none.", nameof(layers));
        Space = space;
        InputChannels = inputChannels;
        var (built, terms) = (new List<FunctionalLayer>(), new Dictionary<LayerKind, Coefficients>());
        foreach (var (kind, channels) in layers)
        {
            if (!terms.TryGetValue(kind, out var ofKind))
            {
                ofKind = terms[kind] = kind switch
                {
                    LayerKind.Pointwise => Coefficients.Pointwise(space, inputChannels, channels),
                    LayerKind.Tied => Coefficients.Tied(space, inputChannels, channels, roles),
                    _ => Coefficients.Full(space, inputChannels, channels),
                };
            }

            var coefficients = ofKind.WithChannels(inputChannels, channels);
            built.Add(new FunctionalLayer(LayerPlan.Compile(coefficients), ThetaCount, built.Count < layers.Count - 1));
            ThetaCount = checked(ThetaCount + coefficients.ThetaCount);
            inputChannels = channels;
        }

        Layers = built;
    }

    /// <summary>The weight space of inputs and outputs.</summary>
    public WeightSpace Space { get; }

    /// <summary>Features for each element of the input.</summary>
    public int InputChannels { get; }

    /// <summary>Features for each element of the output.</summary>
    public int OutputChannels => Layers[^1].Plan.Coefficients.OutputChannels;

    /// <summary>The layers, from input to output.</summary>
    public IReadOnlyList<FunctionalLayer> Layers { get; }

    /// <summary>Number of meta-parameters.</summary>
    public int ThetaCount { get; }

    /// <summary>
    /// The paper's functional: pointwise layers, and one equivariant layer at the end. With <see cref="LayerKind.Pointwise"/>
    /// it is the paper's deep set, with <see cref="LayerKind.Full"/> its UNF.
    /// </summary>
    /// <param name="space">The weight space.</param>
    /// <param name="last">Coefficients of the last layer.</param>
    /// <param name="inputChannels">Features for each element; the paper's 19.</param>
    /// <param name="hidden">Channels between layers; the paper's 32.</param>
    /// <param name="depth">Number of layers; the paper's 4.</param>
    /// <param name="outputs">Channels of the result; the paper's 1.</param>
    /// <param name="roles">Roles of a tied last layer; default all.</param>
    public static FunctionalModel Hybrid(
        WeightSpace space, LayerKind last = LayerKind.Full, int inputChannels = 19, int hidden = 32, int depth = 4, int outputs = 1, IReadOnlyList<TermRole>? roles = null) =>
        new(space, inputChannels, [.. Enumerable.Repeat(new LayerShape(LayerKind.Pointwise, hidden), depth - 1), new LayerShape(last, outputs)], roles);

    /// <summary>Every layer of one kind.</summary>
    /// <inheritdoc cref="Hybrid"/>
    public static FunctionalModel Deep(
        WeightSpace space, LayerKind kind, int inputChannels = 19, int hidden = 32, int depth = 4, int outputs = 1, IReadOnlyList<TermRole>? roles = null) =>
        new(space, inputChannels, [.. Enumerable.Repeat(new LayerShape(kind, hidden), depth - 1), new LayerShape(kind, outputs)], roles);

    /// <summary>The part of theta that belongs to a layer.</summary>
    public ReadOnlySpan<float> ThetaOf(int layer, ReadOnlySpan<float> theta)
    {
        if (theta.Length != ThetaCount)
            throw new ArgumentException($"theta of this functional must have {ThetaCount} numbers; received {theta.Length}. Was it trained for another model?", nameof(theta));
        return theta.Slice(Layers[layer].ThetaOffset, Layers[layer].Plan.Coefficients.ThetaCount);
    }

    /// <summary>Normal matrices with the paper's fan-in scaling (He before a ReLU, LeCun at the end), biases zero.</summary>
    /// <param name="theta">The model's <see cref="ThetaCount"/> numbers.</param>
    /// <param name="random">A stream of its own.</param>
    /// <param name="relationScale">Factor on the matrices that relate different elements; 0 starts as the deep set.</param>
    public void Initialize(Span<float> theta, CounterRandom random, float relationScale = 1)
    {
        if (theta.Length != ThetaCount)
            throw new ArgumentException($"theta of this functional must have {ThetaCount} numbers; received {theta.Length}.", nameof(theta));
        for (var index = 0; index < Layers.Count; index++)
        {
            var (plan, offset, rectify) = Layers[index];
            plan.Coefficients.Initialize(theta.Slice(offset, plan.Coefficients.ThetaCount), random.At((ulong)index), rectify ? 2 : 1, relationScale);
        }
    }
}
