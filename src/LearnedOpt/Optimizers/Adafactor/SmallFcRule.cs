using LearnedOpt.Kernels;
using LearnedOpt.Numerics;
using LearnedOpt.WeightSpaces;

namespace LearnedOpt.Optimizers;

/// <summary>Sizes of <see cref="SmallFcRule"/>.</summary>
public sealed record SmallFcOptions
{
    /// <summary>Units of each hidden layer, 2 to 64.</summary>
    public int Channels { get; init; } = 4;

    /// <summary>Hidden layers, 1 to 8.</summary>
    public int HiddenLayers { get; init; } = 2;

    /// <summary>The step where the direction is 1.</summary>
    public float StepScale { get; init; } = 0.001f;

    /// <summary>What the magnitude is multiplied by before its exponential is taken.</summary>
    public float MagnitudeScale { get; init; } = 0.001f;
}

/// <summary>
/// The small network on 39 features: <c>W &lt;- W - lr 0.001 d exp(0.001 m)</c>, (d, m) two outputs of a ReLU network 39-4-4-2 for each
/// element. 28 features (gradient, weight, momenta, moments, factored moments) are divided by their root mean square over the
/// tensor; 11 tell the time. theta: 190 weights, and offsets of the seven decays, 1 - decay = (1 - initial) exp(10 theta).
/// </summary>
/// <remarks>Reference: Metz et al., 2022 ("Practical tradeoffs between memory, compute, and performance in learned optimizers").</remarks>
public sealed class SmallFcRule : IUpdateRule
{
    private const int Normalised = 28;

    // The family's features that this rule has, in its order: not the clipped gradient, and not the gradient over sqrt(v).
    private static readonly int[] Places = [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, .. Enumerable.Range(15, 15)];

    /// <summary>Describes the rule.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public SmallFcRule(SmallFcOptions? options = null)
    {
        Options = options ?? new SmallFcOptions();
        AdafactorNetworkLayout.Require("small-fc", Options.Channels, Options.HiddenLayers, Options.StepScale);
        Theta = new ThetaLayout(Arrays());
    }

    /// <summary>Sizes.</summary>
    public SmallFcOptions Options { get; }

    /// <inheritdoc/>
    public string Name => "small-fc";

    /// <inheritdoc/>
    public string Settings => RuleSettings.Write(Options);

    /// <inheritdoc/>
    public ThetaLayout Theta { get; }

    /// <inheritdoc/>
    public void Initialize(Span<float> theta, CounterRandom random)
    {
        Theta.RequireLength(theta.Length);
        theta.Clear();
        for (int layer = 0; layer <= Options.HiddenLayers; layer++)
        {
            ThetaArray array = Theta[$"nn.w{layer}"];
            AdafactorStart.Fill(Theta.MutableSlice(theta, array.Name), array.Shape[0], random.At(array.Name), layer == 0 ? 6 : -1, layer == Options.HiddenLayers, array.Shape[0]);
        }
    }

    /// <inheritdoc/>
    public IStepper CreateStepper(WeightSpace space) => CreateStepper(space, SimdPaths.Best);

    /// <summary>A stepper of a chosen vector width.</summary>
    /// <exception cref="PlatformNotSupportedException">This processor lacks it.</exception>
    public IStepper CreateStepper(WeightSpace space, SimdPath path)
    {
        KernelSet kernels = KernelSet.For(path);
        var form = new AdafactorForm { GradientLimit = 1e15f, MomentumEpsilon = 1e-6f, StepScale = Options.StepScale };
        var stepper = new AdafactorStepper(form, new AdafactorNetwork(Options.Channels, Options.HiddenLayers, 2, hasTime: true, kernels), space, kernels, Bind);
        stepper.Bind(new float[Theta.Count]);
        return stepper;
    }

    private void Bind(ReadOnlySpan<float> theta, AdafactorNetwork network, Span<float> decays)
    {
        Theta.RequireLength(theta.Length);
        ReadOnlySpan<float> first = Theta.Slice(theta, "nn.w0");
        network.First.Clear();
        for (int row = 0; row < Normalised; row++)
            first.Slice(row * Options.Channels, Options.Channels).CopyTo(network.First[(Places[row] * Options.Channels)..]);
        network.BindFirst(Theta.Slice(theta, "nn.b0"), first[(Normalised * Options.Channels)..]);
        for (int layer = 1; layer <= Options.HiddenLayers; layer++)
            network.BindLayer(layer, Theta.Slice(theta, $"nn.w{layer}"), Theta.Slice(theta, $"nn.b{layer}"), Options.MagnitudeScale);
        ReadOnlySpan<double> initial = [0.9, 0.99, 0.999, 0.999, 0.9, 0.99, 0.999];
        for (int i = 0; i < decays.Length; i++)
            decays[i] = (float)Math.Clamp(1 - ((1 - initial[i]) * Math.Exp(Math.Clamp(10 * (double)theta[i], -80, 80))), 0, 1 - 1e-6);
    }

    private IEnumerable<(string Name, int[] Shape)> Arrays()
    {
        yield return ("momentum_decays", [3]);
        yield return ("rms_decays", [1]);
        yield return ("adafactor_decays", [3]);
        int inputs = Normalised + TimeFeatures.Count;
        for (int layer = 0; layer <= Options.HiddenLayers; layer++)
        {
            int outputs = layer == Options.HiddenLayers ? 2 : Options.Channels;
            yield return ($"nn.w{layer}", [inputs, outputs]);
            yield return ($"nn.b{layer}", [outputs]);
            inputs = outputs;
        }
    }
}
