using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Functionals;

/// <summary>
/// The coefficients of one equivariant linear layer on a weight space: which basis terms it uses, which [c_in, c_out]
/// matrix each of them has, and which bias each output tensor has.
/// <c>y_l = bias(l) + sum over terms (m, p) into l of scale * matrix(p)^T E_p(x_m)</c>
/// </summary>
/// <remarks>
/// Theta of the layer: matrices <c>[MatrixCount, c_in, c_out]</c>, then biases <c>[BiasCount, c_out]</c>, row major.
/// Three kinds: <see cref="Pointwise"/>, <see cref="Full"/> (the paper's) and <see cref="Tied"/> (theta of one size for every model).
/// </remarks>
public sealed partial class Coefficients
{
    private readonly int[] _biases, _fanIn;

    private Coefficients(WeightSpace space, int inputChannels, int outputChannels, IReadOnlyList<TermUse> terms, int[] fanIn, int[] biases, int biasCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputChannels);
        (Space, InputChannels, OutputChannels, Terms) = (space, inputChannels, outputChannels, terms);
        (_fanIn, _biases, BiasCount) = (fanIn, biases, biasCount);
    }

    /// <summary>The weight space of inputs and outputs.</summary>
    public WeightSpace Space { get; }

    /// <summary>The same terms for a layer with other channels.</summary>
    internal Coefficients WithChannels(int inputChannels, int outputChannels) => new(Space, inputChannels, outputChannels, Terms, _fanIn, _biases, BiasCount);

    /// <summary>c_in.</summary>
    public int InputChannels { get; }

    /// <summary>c_out.</summary>
    public int OutputChannels { get; }

    /// <summary>The terms, by output tensor, then input tensor, then canonical order.</summary>
    public IReadOnlyList<TermUse> Terms { get; }

    /// <summary>Number of [c_in, c_out] matrices.</summary>
    public int MatrixCount => _fanIn.Length;

    /// <summary>Number of [c_out] biases.</summary>
    public int BiasCount { get; }

    /// <summary>Number of meta-parameters.</summary>
    public int ThetaCount => checked(MatrixCount * InputChannels * OutputChannels + BiasCount * OutputChannels);

    /// <summary>Where matrix number <paramref name="matrix"/>, [c_in, c_out] row major, starts in theta.</summary>
    public int MatrixOffset(int matrix) => matrix * InputChannels * OutputChannels;

    /// <summary>Number of the bias of an output tensor.</summary>
    public int Bias(int tensor) => _biases[tensor];

    /// <summary>Where the bias [c_out] of an output tensor starts in theta.</summary>
    public int BiasOffset(int tensor) => MatrixOffset(MatrixCount) + _biases[tensor] * OutputChannels;

    /// <summary>
    /// Normal matrices of variance <c>gain / fan_in</c>, fan_in = c_in times the matrices that add up in an output; biases zero.
    /// </summary>
    /// <param name="theta">The layer's <see cref="ThetaCount"/> numbers.</param>
    /// <param name="random">A stream of its own.</param>
    /// <param name="gain">2 before a ReLU (He), 1 otherwise (LeCun).</param>
    /// <param name="relationScale">
    /// Factor on all matrices but the identity's. 1: the paper's. 0: starts as the pointwise layer, whose fan_in is then c_in.
    /// </param>
    public void Initialize(Span<float> theta, CounterRandom random, double gain = 1, float relationScale = 1)
    {
        if (theta.Length != ThetaCount)
            throw new ArgumentException($"theta of this layer must have {ThetaCount} numbers; received {theta.Length}.", nameof(theta));
        random.Fill(theta);
        theta[MatrixOffset(MatrixCount)..].Clear();
        var identities = Terms.Where(use => use.Term.IsIdentity).Select(use => use.Matrix).ToHashSet();
        for (var matrix = 0; matrix < MatrixCount; matrix++)
        {
            var isIdentity = identities.Contains(matrix);
            var fanIn = (double)InputChannels * (relationScale == 0 && isIdentity ? 1 : _fanIn[matrix]);
            var scale = (float)Math.Sqrt(gain / fanIn) * (isIdentity ? 1 : relationScale);
            foreach (ref var value in theta.Slice(MatrixOffset(matrix), InputChannels * OutputChannels))
                value *= scale;
        }
    }
}
