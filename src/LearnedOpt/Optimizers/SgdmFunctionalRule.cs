using LearnedOpt.Functionals;
using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>
/// The paper's rule: <c>W &lt;- W - lr alpha (m_gamma + beta f(W, g, {m_gamma_i}, t))</c>, f four layers of 32 channels on 19 features
/// (<see cref="FeatureSet.Paper"/> and <see cref="TimeFeatures"/>), pointwise but for the last one. alpha, beta and gamma are
/// meta-parameters too: log alpha, log beta and logit gamma, relative to 0.1, 0.001 and 0.9.
/// <para>
/// <c>unf</c>: the last layer has a matrix for each basis term, so theta fits one architecture, kept in the settings. <c>unf-tied</c>: its matrices are
/// tied by role, and theta fits every model. <c>deepset</c>: it is pointwise, the paper's control.
/// </para>
/// </summary>
/// <remarks>Reference: Zhou, Finn and Harrison, 2024, equation 15 and appendix C.2.</remarks>
public sealed class SgdmFunctionalRule : IDifferentiableRule
{
    private const int MostTerms = 100_000;
    private readonly Coefficients last;

    /// <summary>Describes the rule.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public SgdmFunctionalRule(SgdmFunctionalOptions? options = null)
    {
        Options = options ?? new SgdmFunctionalOptions();
        Options.Validate();
        bool full = Options.Kind == LayerKind.Full;
        Options = Options with { Space = full ? Options.Space ?? SpaceDescription.Of(PaperSpaces.Mlp()) : null };
        WeightSpace space = Options.Space?.ToSpace() ?? new WeightSpace([]);
        if (full && Basis.Count(space) > MostTerms)
            throw new ArgumentException($"a layer on this weight space has {Basis.Count(space)} basis terms; at most {MostTerms} are possible. Take a tied rule, which has a few matrices for any space.");
        last = Last(space);
        Theta = new ThetaLayout(Arrays());
    }

    /// <summary>Sizes and initial values.</summary>
    public SgdmFunctionalOptions Options { get; }

    /// <inheritdoc/>
    public string Name => Options.Kind switch { LayerKind.Full => "unf", LayerKind.Tied => "unf-tied", _ => "deepset" };

    /// <inheritdoc/>
    public string Settings => RuleSettings.Write(Options);

    /// <inheritdoc/>
    public ThetaLayout Theta { get; }

    /// <summary>The inputs of the first layer, and behind their momenta the one that the step itself takes.</summary>
    internal FeatureSet Features => FeatureSet.Paper with { Form = Options.Form, SilentMomenta = [Options.Decay] };

    /// <inheritdoc/>
    public void Initialize(Span<float> theta, CounterRandom random)
    {
        Theta.RequireLength(theta.Length);
        theta.Clear();
        Normal(theta, "first.weight", FeatureSet.Paper.Count + TimeFeatures.Count, random);
        Normal(theta, "first.time", FeatureSet.Paper.Count + TimeFeatures.Count, random);
        for (int layer = 1; layer < Options.HiddenLayers; layer++)
            Normal(theta, $"hidden{layer}.weight", Options.Channels, random);
        last.Initialize(theta[Theta["last.weight"].Offset..], random.At("last"), relationScale: Options.RelationScale);
    }

    /// <inheritdoc/>
    public IStepper CreateStepper(WeightSpace space) => CreateStepper(space, SimdPaths.Best);

    /// <summary>A stepper of a chosen vector width.</summary>
    /// <exception cref="ArgumentException">Theta has full coefficients for another weight space.</exception>
    /// <exception cref="PlatformNotSupportedException">This processor lacks the width.</exception>
    public IStepper CreateStepper(WeightSpace space, SimdPath path)
    {
        ArgumentNullException.ThrowIfNull(space);
        Options.Space?.Require(space);
        return new SgdmFunctionalStepper(this, space, KernelSet.For(path));
    }

    /// <inheritdoc/>
    public IDifferentiableStepper CreateDifferentiableStepper(WeightSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        Options.Space?.Require(space);
        return new DifferentiableSgdmFunctional(this, space);
    }

    /// <summary>The last layer, for a weight space.</summary>
    internal Coefficients Last(WeightSpace of) => Options.Kind switch
    {
        LayerKind.Full => Coefficients.Full(of, Options.Channels, 1),
        LayerKind.Tied => Coefficients.Tied(of, Options.Channels, 1),
        _ => Coefficients.Pointwise(of, Options.Channels, 1),
    };

    private void Normal(Span<float> theta, string name, int fanIn, CounterRandom random)
    {
        Span<float> values = Theta.MutableSlice(theta, name);
        random.At(name).Fill(values);
        foreach (ref float value in values)
            value *= MathF.Sqrt(2f / fanIn);
    }

    private IEnumerable<(string Name, int[] Shape)> Arrays()
    {
        int channels = Options.Channels;
        yield return ("alpha", []);
        yield return ("beta", []);
        yield return ("gamma", []);
        yield return ("first.weight", [FeatureSet.Paper.Count, channels]);
        yield return ("first.time", [TimeFeatures.Count, channels]);
        yield return ("first.bias", [channels]);
        for (int layer = 1; layer < Options.HiddenLayers; layer++)
        {
            yield return ($"hidden{layer}.weight", [channels, channels]);
            yield return ($"hidden{layer}.bias", [channels]);
        }

        yield return ("last.weight", [last.MatrixCount, channels, 1]);
        yield return ("last.bias", [last.BiasCount, 1]);
    }
}
